import { expect, it } from 'vitest';
import { startHost } from '../host.ts';
import type { Order } from '../shop.ts';
import { steps } from '../steps.ts';
import { createWorld } from '../world.ts';
import { createTemporaryDirectory } from './temporary-directory.ts';

/** Two that are to be committed, around one that is rolled back. */
function ordersOf(name: string): readonly Order[] {
  return ['first', 'rolled-back', 'last'].map((which) => ({
    id: `${name}-${which}`,
    item: 'a pair of boots',
    amountCents: 9_900,
    isRolledBack: which === 'rolled-back',
  }));
}

it('loses no committed order and gives none two ids, though the host is killed at every step', async () => {
  using directory = createTemporaryDirectory();
  await using world = await createWorld({ dataDir: directory.path });
  const { database, service, partner } = world;
  for (const step of steps) {
    const orders = ordersOf(step);
    await using host = startHost({ database, service, orders, orderGapMs: 0, stopAt: step });
    await host.hasSaid('stopped');
    await host.kill();
  }
  await using host = startHost({ database, service, orders: ordersOf('end'), orderGapMs: 0 });
  await host.hasSaid('finished');
  await host.kill();

  const account = await world.account();
  // Killed in the transaction of its first order, a host has placed none.
  const placed = [...steps.filter((step) => step !== 'order_written'), 'end'];
  const expected = placed.flatMap((name) => [`${name}-first`, `${name}-last`]);
  expect(account).toMatchObject({ lost: [], invented: [], twoIds: [] });
  expect(account.committed).toBe(expected.length);
  const told = new Set(partner.deliveries.map(({ orderId }) => orderId));
  expect([...told].toSorted()).toEqual(expected.toSorted());
  expect(partner.unverified).toBe(0);
}, 90_000);
