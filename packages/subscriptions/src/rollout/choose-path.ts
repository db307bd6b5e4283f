import { createHash } from 'node:crypto';
import type { Route, RoutePath } from './route.ts';

/**
 * Who publishes the hooks of a partner: its own route says so, else the percentage. The same partners are in a
 * percentage everywhere and for ever, and a higher one has all of those of a lower one.
 */
export function choosePath(partnerId: string, routes: readonly Route[]): RoutePath {
  let path: RoutePath = 'legacy';
  for (const route of routes) {
    if (route.kind === 'percentage') {
      if (percentileOf(partnerId) < route.percentage) path = 'hooklane';
    } else if (route.partnerId === partnerId) return route.path;
  }
  return path;
}

/** Where a partner stands from 0 to below 100: evenly spread, and the same for ever. */
export function percentileOf(partnerId: string): number {
  const hash = createHash('sha256').update(partnerId).digest().readUInt32BE(0);
  return (hash / 2 ** 32) * 100;
}
