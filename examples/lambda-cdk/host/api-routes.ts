/** What the API answers, as API Gateway writes routes. */
export const apiRoutes = [
  'POST /partners',
  'POST /subscriptions',
  'GET /subscriptions',
  'DELETE /subscriptions/{id}',
  'POST /events',
  'GET /hooks',
  'GET /hooks/{id}/attempts',
] as const;

/** A route of the API. */
export type ApiRoute = (typeof apiRoutes)[number];
