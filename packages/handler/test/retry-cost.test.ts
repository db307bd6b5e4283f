import { expect, it } from 'vitest';
import { measureAncestor, measureHooklane } from './retry-cost/one-hook.ts';

it.each([0, 0.3, 0.999])(
  'a hook that fails for 72 hours costs 50 requests and 20 invocations at most, and is on time (%f)',
  async (random) => {
    const figures = await measureHooklane(() => random);
    expect(figures.attempts).toBe(9);
    expect(figures.laneRequests).toBeLessThanOrEqual(50);
    expect(figures.invocations).toBeLessThanOrEqual(20);
    expect(figures.latestMs).toBeLessThanOrEqual(2_000);
  },
);

it('is measured beside the requeue of every 15 minutes', async () => {
  const { attempts, invocations, laneRequests } = await measureAncestor();
  expect({ attempts, invocations, laneRequests }).toEqual({
    attempts: 9,
    invocations: 289,
    // 864 for the way from attempt to attempt; the publish, the last receive and the last delete.
    laneRequests: 867,
  });
});
