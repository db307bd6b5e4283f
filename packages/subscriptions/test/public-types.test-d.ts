import { expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import {
  createSubscriptions,
  type Subscriptions,
  type SubscriptionsOptions,
} from '../src/index.ts';

declare const base: Pick<SubscriptionsOptions, 'store' | 'lanes'>;

const eventTypes = {
  'transfer.created': { schema: z.object({ amount: z.number() }) },
  'account.closed': { description: 'Closed.', examples: [{ id: 1 }] },
};

test('data is as the schema of its type wants it', () => {
  const { publishEvent } = createSubscriptions({ ...base, eventTypes });
  expectTypeOf(publishEvent).toBeCallableWith({ type: 'transfer.created', data: { amount: 1 } });
  expectTypeOf(publishEvent).toBeCallableWith({ type: 'account.closed', data: 'anything' });
  // @ts-expect-error amount is a number
  void publishEvent({ type: 'transfer.created', data: { amount: '1' } });
  // @ts-expect-error there is no such type
  void publishEvent({ type: 'transfer.updated', data: {} });
});

test('any type and any data will do where none are declared', () => {
  const subscriptions = createSubscriptions(base);
  expectTypeOf(subscriptions).toEqualTypeOf<Subscriptions>();
  expectTypeOf(subscriptions.publishEvent).toBeCallableWith({ type: 'any', data: 1 });
});
