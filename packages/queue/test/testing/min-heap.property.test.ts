import fc from 'fast-check';
import { describe, it } from 'vitest';
import { createMinHeap } from '../../src/testing/min-heap.ts';

describe('createMinHeap', () => {
  it('gives its items in order, whatever was pushed, popped and pruned before', () => {
    const step = fc.oneof(fc.integer(), fc.constant('pop' as const), fc.constant('prune' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = createMinHeap<number>((a, b) => a < b);
        let model: number[] = [];
        for (const each of steps) {
          if (each === 'prune') {
            heap.prune((item) => item % 2 === 0);
            model = model.filter((item) => item % 2 === 0);
          } else if (each === 'pop') {
            if (heap.pop() !== model.shift()) return false;
          } else {
            heap.push(each);
            model.push(each);
            model.sort((a, b) => a - b);
          }
          if (heap.peek() !== model[0] || heap.size !== model.length) return false;
        }
        return true;
      }),
    );
  });
});
