import type { Account } from './account.ts';
import { type Host, startHost } from './host.ts';
import type { Order } from './shop.ts';
import type { World } from './world.ts';

/** What happened. */
export interface DemoOutcome {
  readonly account: Account;
  readonly kills: number;
}

const lives = 4;
const ordersPerLife = 30;
const ordersBeforeKill = 20;
const orderGapMs = 30;
/** One order in so many is rolled back after its event was written. */
const rollsBackOneIn = 5;

/** Takes orders in several lives of the host: all but the last end with `kill -9`, while it takes and relays. */
export async function runDemo(
  world: World,
  { log }: { readonly log: (line: string) => void },
): Promise<DemoOutcome> {
  const { database, service } = world;
  const start = (life: number, name: string): Host =>
    startHost({ database, service, orders: ordersOf(`${name}${life}`), orderGapMs });
  // PGlite belongs to one process. A server has room for two hosts, whose relays share the outbox.
  const names = database.kind === 'pglite' ? ['shop'] : ['shop-a', 'shop-b'];
  for (let life = 1; life < lives; life += 1) {
    const hosts = names.map((name) => start(life, name));
    await Promise.all(hosts.map((host) => host.hasSaid('ordered', ordersBeforeKill)));
    await Promise.all(hosts.map((host) => host.kill()));
    const told = new Set(world.partner.deliveries.map(({ orderId }) => orderId)).size;
    log(`life ${life}: kill -9 in the middle of it; ${told} orders have reached the partner`);
  }
  const hosts = names.map((name) => start(lives, name));
  await Promise.all(hosts.map((host) => host.hasSaid('finished')));
  await Promise.all(hosts.map((host) => host.kill()));
  log(`life ${lives}: finished, the outbox is empty`);
  return { account: await world.account(), kills: (lives - 1) * names.length };
}

function ordersOf(name: string): readonly Order[] {
  return Array.from({ length: ordersPerLife }, (_, index) => ({
    id: `${name}-${index + 1}`,
    item: 'a pair of boots',
    amountCents: 9_900 + index,
    isRolledBack: (index + 1) % rollsBackOneIn === 0,
  }));
}
