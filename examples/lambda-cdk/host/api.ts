import {
  HooklaneError,
  isHooklaneError,
  type PartnerPolicy,
  parsePartnerId,
  parsePartnerPolicy,
} from '@hooklane/core';
import type { EventInput, SubscribeInput } from '@hooklane/subscriptions';
import type { ApiRoute } from './api-routes.ts';
import type { Services } from './services.ts';

/** A request as API Gateway hands it over (payload format 2.0), as far as it is read. */
export interface ApiEvent {
  readonly routeKey: string;
  readonly pathParameters?: Readonly<Record<string, string | undefined>> | undefined;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean | undefined;
}

/** What is answered. */
export interface ApiAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The handler of the API. */
export type ApiHandler = (event: ApiEvent) => Promise<ApiAnswer>;

type Route = (event: ApiEvent, services: Services) => Promise<ApiAnswer>;

const routes: Readonly<Record<ApiRoute, Route>> = {
  'POST /partners': async (event, { provision }) => {
    const { partnerId, policy } = bodyOf(event);
    const id = parsePartnerId(partnerId);
    // Now: what the provisioner refuses later, nobody is told.
    if (policy !== undefined) parsePartnerPolicy(policy);
    await provision(id, policy as PartnerPolicy | undefined);
    return answer(202, { partnerId: id });
  },
  'POST /subscriptions': async (event, { subscriptions }) =>
    answer(201, await subscriptions.subscribe(bodyOf(event) as unknown as SubscribeInput)),
  'GET /subscriptions': async ({ queryStringParameters }, { subscriptions }) => {
    const partnerId = queryStringParameters?.['partnerId'];
    return answer(200, await subscriptions.list(partnerId === undefined ? {} : { partnerId }));
  },
  'DELETE /subscriptions/{id}': async (event, { subscriptions }) => {
    const isEnded = await subscriptions.unsubscribe(idOf(event));
    return isEnded ? { statusCode: 204 } : answer(404, { code: 'unknown_subscription' });
  },
  'POST /events': async (event, { subscriptions }) =>
    answer(202, await subscriptions.publishEvent(bodyOf(event) as unknown as EventInput)),
  'GET /hooks': async ({ queryStringParameters: query }, { subscriptions }) => {
    const { partnerId, cursor } = query ?? {};
    return answer(200, await subscriptions.listHooks({ partnerId, cursor }));
  },
  'GET /hooks/{id}/attempts': async (event, { subscriptions }) =>
    answer(200, await subscriptions.attemptsOf(idOf(event))),
};

/** What is the client's doing. Other codes are faults of the host, after which the client tries again. */
const statusOf: ReadonlyMap<string, number> = new Map([
  ['invalid_options', 400],
  ['invalid_partner_id', 400],
  ['invalid_policy', 400],
  ['invalid_subscription', 400],
  ['invalid_filter', 400],
  ['invalid_url', 400],
  ['blocked_address', 400],
  ['invalid_event', 400],
  ['unknown_event_type', 400],
  ['invalid_cursor', 400],
  ['unknown_subscription', 404],
  ['unknown_hook', 404],
  ['idempotency_conflict', 409],
  ['subscription_changed', 409],
]);

/** Makes the handler of the API. What is wrong with a request is answered; what is wrong here is thrown, and so a 500. */
export function createApi(services: Services): ApiHandler {
  return async (event) => {
    const route = (routes as Readonly<Record<string, Route>>)[event.routeKey];
    if (route === undefined) return answer(404, { code: 'unknown_route' });
    try {
      return await route(event, services);
    } catch (error) {
      if (!isHooklaneError(error)) throw error;
      const { code, message } = error;
      const status = statusOf.get(code);
      if (status === undefined) throw error;
      return answer(status, { code, message });
    }
  };
}

function answer(statusCode: number, body: unknown): ApiAnswer {
  const headers = { 'content-type': 'application/json' };
  return { statusCode, headers, body: JSON.stringify(body) };
}

function idOf({ pathParameters }: ApiEvent): string {
  return pathParameters?.['id'] ?? '';
}

function bodyOf({
  body = '',
  isBase64Encoded = false,
}: ApiEvent): Readonly<Record<string, unknown>> {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  const value = readJson(text);
  if (value !== null && typeof value === 'object') return value as Record<string, unknown>;
  throw new HooklaneError('invalid_options', 'The body of the request must be a JSON object');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HooklaneError('invalid_options', 'The body of the request is not JSON', {
      cause: error,
    });
  }
}
