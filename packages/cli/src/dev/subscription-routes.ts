import type { Local } from '@hooklane/local';
import type {
  EndpointReport,
  EventInput,
  SubscribeInput,
  Subscription,
} from '@hooklane/subscriptions';
import type { ControlRequest } from './control-routes.ts';

/** A subscription, and how its endpoint is doing. */
export interface DevSubscription {
  readonly subscription: Subscription;
  readonly health: EndpointReport;
}

type Route = (local: Local, id: string, request: ControlRequest) => Promise<unknown>;

const routes: Readonly<Record<string, Route>> = {
  'GET /subscriptions': (local) => listSubscriptions(local),
  'POST /subscriptions': (local, _, { body }) =>
    local.subscriptions.subscribe(body as SubscribeInput),
  'DELETE /subscriptions/:id': (local, id) => local.subscriptions.unsubscribe(id),
  'POST /subscriptions/:id/enable': (local, id) => local.subscriptions.enable(id),
  'POST /subscriptions/:id/disable': (local, id) => local.subscriptions.disable(id),
  'POST /events': (local, _, { body }) => local.subscriptions.publishEvent(body as EventInput),
};

/** Finds what is to be done with subscriptions; `undefined` for what is asked of others. */
export function subscriptionRoute(
  local: Local,
  request: ControlRequest,
): (() => Promise<unknown>) | undefined {
  const { method, url } = request;
  const [, id] = /^\/subscriptions\/(sub_[0-9a-f]{32})(?=\/|$)/.exec(url.pathname) ?? [];
  const name = `${method} ${id === undefined ? url.pathname : url.pathname.replace(id, ':id')}`;
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
  return route && (() => route(local, id ?? '', request));
}

async function listSubscriptions({ subscriptions }: Local): Promise<readonly DevSubscription[]> {
  const all = await subscriptions.list();
  return await Promise.all(
    all.map(async (subscription) => ({
      subscription,
      health: await subscriptions.health(subscription.id),
    })),
  );
}
