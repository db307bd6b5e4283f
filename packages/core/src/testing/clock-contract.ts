import assert from 'node:assert/strict';
import type { Clock } from '../clock.ts';
import type { ContractCase } from './contract.ts';

/** A clock under test, and how to let its time pass. */
export interface ClockUnderTest {
  readonly clock: Clock;
  advance(ms: number): Promise<void>;
}

/** What every {@link Clock} must do. */
export function clockContract(make: () => ClockUnderTest): readonly ContractCase[] {
  return [
    {
      name: 'wakes a sleeper once its time has passed',
      run: async () => {
        const { clock, advance } = make();
        const before = clock.now();
        const slept = clock.sleep(20);
        await advance(20);
        await slept;
        // Timers and the wall clock may differ by a millisecond.
        assert.ok(clock.now() - before >= 19);
      },
    },
    {
      name: 'rejects with the reason of the signal that aborts a sleep',
      run: async () => {
        const { clock } = make();
        const controller = new AbortController();
        const slept = clock.sleep(60_000, { signal: controller.signal });
        controller.abort(new Error('enough'));
        await assert.rejects(slept, { message: 'enough' });
      },
    },
    {
      name: 'rejects at once when the signal has aborted before',
      run: async () => {
        const { clock } = make();
        const signal = AbortSignal.abort(new Error('before'));
        await assert.rejects(clock.sleep(60_000, { signal }), { message: 'before' });
      },
    },
  ];
}
