import { describe, expect, it } from 'vitest';
import { mapConcurrently } from '../src/index.ts';

describe('mapConcurrently', () => {
  it('keeps the order of the items, whichever ends first', async () => {
    const turns = [3, 1, 2, 0];
    const results = await mapConcurrently(turns, 4, async (turn, index) => {
      for (let waited = 0; waited < turn; waited += 1) await nextTurn();
      return `${index}:${turn}`;
    });
    expect(results).toEqual(['0:3', '1:1', '2:2', '3:0']);
  });

  it.each([1, 3, 10, 100])('has at most %d calls under way', async (limit) => {
    let underWay = 0;
    let most = 0;
    await mapConcurrently(Array.from({ length: 20 }), limit, async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await nextTurn();
      underWay -= 1;
    });
    expect(most).toBe(Math.min(limit, 20));
  });

  it('maps nothing to nothing', async () => {
    expect(await mapConcurrently([], 5, async () => 1)).toEqual([]);
  });

  it('fails with the first failure, and begins nothing after it', async () => {
    const begun: number[] = [];
    const mapping = mapConcurrently([0, 1, 2, 3, 4, 5, 6, 7], 2, async (item) => {
      begun.push(item);
      await nextTurn();
      if (item === 2) throw new Error('two');
    });
    await expect(mapping).rejects.toThrow('two');
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
    expect(begun.length).toBeLessThanOrEqual(5);
  });
});

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
