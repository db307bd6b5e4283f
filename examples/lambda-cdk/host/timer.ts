import type { Services } from './services.ts';

/** What is done by a timer. */
export type TimerTask = 'resume' | 'health' | 'purge';

/** Makes the handler of the timers: what `createSubscriptions` wants to be called now and then. */
export function createTimer({
  subscriptions,
}: Services): (event: { readonly task: TimerTask }) => Promise<unknown> {
  const tasks: Readonly<Record<TimerTask, () => Promise<unknown>>> = {
    resume: () => subscriptions.resumePublishing(),
    health: () => subscriptions.checkHealth(),
    purge: () => subscriptions.purge(),
  };
  return ({ task }) => tasks[task]();
}
