import type {
  EventInput,
  PublishedEvent,
  SubscribeInput,
  Subscription,
} from '@hooklane/subscriptions';
import type { KyInstance } from 'ky';
import type { DevSubscription } from './subscription-routes.ts';

/** The subscriptions of a `hooklane dev` that runs in another process. */
export interface DevSubscriptions {
  list(): Promise<readonly DevSubscription[]>;
  subscribe(input: SubscribeInput): Promise<Subscription>;
  /** `false` when there is none. */
  unsubscribe(id: string): Promise<boolean>;
  enable(id: string): Promise<Subscription>;
  disable(id: string): Promise<Subscription>;
  publishEvent(event: EventInput): Promise<PublishedEvent>;
}

/** `ask` says in words why a request failed. */
export type Ask = <Result>(request: () => Promise<Result>) => Promise<Result>;

export function subscriptionClient(http: KyInstance, ask: Ask): DevSubscriptions {
  const at = (id: string, rest = ''): string => `subscriptions/${encodeURIComponent(id)}${rest}`;
  return {
    list: () => ask(() => http.get('subscriptions').json()),
    subscribe: (input) => ask(() => http.post('subscriptions', { json: input }).json()),
    unsubscribe: (id) => ask(() => http.delete(at(id)).json()),
    enable: (id) => ask(() => http.post(at(id, '/enable')).json()),
    disable: (id) => ask(() => http.post(at(id, '/disable')).json()),
    publishEvent: (event) => ask(() => http.post('events', { json: event }).json()),
  };
}
