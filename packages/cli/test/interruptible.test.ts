import { describe, expect, it } from 'vitest';
import { interruptible } from '../src/interruptible.ts';

const abort = (): Promise<never> => Promise.reject(new DOMException('Interrupted', 'AbortError'));

describe('interruptible', () => {
  it('says how to go on, and what else there is to do', async () => {
    await expect(interruptible(abort, { advice: 'Or enable it' })).rejects.toMatchObject({
      message:
        'Interrupted. What was done stays done: run the same command again to go on. Or enable it',
      exitCode: 130,
    });
  });

  it('lets every other error pass', async () => {
    const error = new Error('broken');
    await expect(interruptible(() => Promise.reject(error))).rejects.toBe(error);
  });
});
