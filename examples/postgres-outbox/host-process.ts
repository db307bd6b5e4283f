// The host's application, in a process of its own so that it can be killed: a shop that takes orders, and the relay of
// its outbox.
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@hooklane/core';
import { type Database, type DatabaseLocation, openDatabase } from './database.ts';
import { countOpen } from './outbox.ts';
import { type RelayOptions, runRelay } from './relay.ts';
import { type Order, placeOrder } from './shop.ts';
import type { OnStep, Step } from './steps.ts';
import { openSubscriptions, type ServiceLocation } from './subscriptions-service.ts';

/** What the host is told when it starts. */
export interface HostSettings {
  readonly database: DatabaseLocation;
  readonly service: ServiceLocation;
  readonly orders: readonly Order[];
  /** Between two orders. */
  readonly orderGapMs: number;
  /** Where it stops and does nothing more, waiting to be killed. @default nowhere */
  readonly stopAt?: Step;
}

/** What it says. */
export type HostReport =
  | { readonly kind: 'ordered'; readonly orderId: string }
  | { readonly kind: 'stopped'; readonly step: Step }
  /** All orders are placed and the outbox is empty. */
  | { readonly kind: 'finished' };

const pauseMs = 50;

async function run({
  database: location,
  service,
  orders,
  orderGapMs,
  stopAt,
}: HostSettings): Promise<void> {
  const onStep: OnStep = async (step) => {
    if (step !== stopAt) return;
    report({ kind: 'stopped', step });
    await new Promise(() => {});
  };
  await using database = await openDatabase(location);
  await using subscriptions = openSubscriptions(service, { onStep });
  const enough = new AbortController();
  const placing = placeOrders(orders, { database, onStep, orderGapMs });
  // Where it is to stop, the relay finds all orders: it is killed with something in its hands.
  if (stopAt !== undefined) await placing;
  const relay: RelayOptions = { database, subscriptions, onStep, batchSize: 10 };
  const relaying = runRelay({ ...relay, clock: systemClock, pauseMs, signal: enough.signal });
  const emptying = placing.then(() => hasRelayed(database)).finally(() => enough.abort());
  await Promise.all([relaying, emptying]);
  report({ kind: 'finished' });
}

async function placeOrders(
  orders: readonly Order[],
  {
    database,
    onStep,
    orderGapMs,
  }: { readonly database: Database; readonly onStep: OnStep; readonly orderGapMs: number },
): Promise<void> {
  for (const order of orders) {
    await placeOrder(order, { database, onStep });
    report({ kind: 'ordered', orderId: order.id });
    await sleep(orderGapMs);
  }
}

/** Resolves once the relay has nothing left to do. */
async function hasRelayed({ query }: Database): Promise<void> {
  while ((await countOpen(query)) > 0) await sleep(pauseMs);
}

function report(message: HostReport): void {
  process.send?.(message);
}

process.once('message', (settings: HostSettings) => {
  run(settings).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit());
