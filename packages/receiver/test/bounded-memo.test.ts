import { describe, expect, it } from 'vitest';
import { createBoundedMemo } from '../src/bounded-memo.ts';

describe('createBoundedMemo', () => {
  it('computes once per text', () => {
    const { computed, memo } = createRecorder(2);
    expect(['a', 'b', 'a', 'b'].map(memo)).toEqual(['A', 'B', 'A', 'B']);
    expect(computed).toEqual(['a', 'b']);
  });

  it('forgets the oldest result when it is full', () => {
    const { computed, memo } = createRecorder(2);
    for (const text of ['a', 'b', 'c', 'b', 'c']) memo(text);
    expect(computed).toEqual(['a', 'b', 'c']);
    memo('a');
    expect(computed).toEqual(['a', 'b', 'c', 'a']);
  });

  it('does not keep what throws', () => {
    let calls = 0;
    const memo = createBoundedMemo(() => {
      calls += 1;
      throw new Error('refused');
    }, 2);
    expect(() => memo('a')).toThrow('refused');
    expect(() => memo('a')).toThrow('refused');
    expect(calls).toBe(2);
  });
});

function createRecorder(maxEntries: number): {
  readonly computed: string[];
  readonly memo: (text: string) => string;
} {
  const computed: string[] = [];
  const memo = createBoundedMemo((text) => {
    computed.push(text);
    return text.toUpperCase();
  }, maxEntries);
  return { computed, memo };
}
