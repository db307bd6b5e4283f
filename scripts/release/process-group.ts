import { setTimeout } from 'node:timers/promises';

const stopMs = 15_000;
const pollMs = 50;

/** Presses Ctrl-C for a process and all that it started, and waits for their end; 15 s at most. */
export async function interruptGroup(pid: number): Promise<void> {
  signalGroup(pid, 'SIGINT');
  const until = performance.now() + stopMs;
  while (signalGroup(pid, 0)) {
    if (performance.now() > until) {
      signalGroup(pid, 'SIGKILL');
      throw new Error(`It did not end within ${stopMs / 1000} s of Ctrl-C`);
    }
    await setTimeout(pollMs);
  }
}

/** Sends a signal to a process and all that it started; false when they have ended. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
