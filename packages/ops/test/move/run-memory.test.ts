import { describe, expect, it } from 'vitest';
import { createRunMemory } from '../../src/move/run-memory.ts';

describe('the memory of a run', () => {
  it('takes a message for new once', () => {
    const memory = createRunMemory();
    expect(memory.meet('a', 'first')).toBe('new');
    expect(memory.meet('a', 'second')).toBe('under_way');
    expect(memory.handleOf('a')).toBe('second');
  });

  it('knows what was sent and not deleted, by its newest handle', () => {
    const memory = createRunMemory();
    memory.meet('a', 'first');
    memory.sent('a');
    expect(memory.meet('a', 'second')).toBe('sent');
    expect([...memory.undeleted]).toEqual([['a', 'second']]);
    memory.deleted('a');
    expect(memory.undeleted.size).toBe(0);
  });

  it('knows what was deleted for at least as many messages as its window, and forgets then', () => {
    const memory = createRunMemory(100);
    const pass = (id: string): void => {
      memory.meet(id, 'handle');
      memory.sent(id);
      memory.deleted(id);
    };
    pass('a');
    for (let index = 0; index < 100; index += 1) pass(`other ${index}`);
    expect(memory.meet('a', 'again')).toBe('sent');
    memory.deleted('a');
    for (let index = 0; index < 200; index += 1) pass(`more ${index}`);
    expect(memory.meet('a', 'much later')).toBe('new');
  });

  it('lets go of what was not sent', () => {
    const memory = createRunMemory();
    memory.meet('a', 'first');
    memory.leave('a');
    expect(memory.handleOf('a')).toBe('');
    expect(memory.meet('a', 'second')).toBe('new');
  });
});
