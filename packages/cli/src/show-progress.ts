import type { ProgressEvent } from '@hooklane/provisioner';
import { showDuration } from './duration.ts';
import type { Output } from './output.ts';
import { showCount } from './show-count.ts';

/** Tells the person what a provisioner does. */
export interface ShownProgress extends Disposable {
  onProgress(event: ProgressEvent): void;
}

type Waiting = Extract<ProgressEvent, { readonly kind: 'waiting' }>;

const reasons: Readonly<Record<Waiting['reason'], string>> = {
  deleted_recently: 'SQS keeps the name of a deleted queue for a minute',
  counting: 'SQS may count a minute late',
  draining: 'the lane drains',
  purging: 'SQS purges the queue',
  watching: 'the new code is watched',
};

/** Shows each change, and what is waited for, as a line; at the end, how much was as it should be. */
export function showProgress(output: Output): ShownProgress {
  let last = '';
  let unchanged = 0;
  return {
    onProgress: (event) => {
      if (event.kind === 'unchanged' || event.kind === 'absent') {
        unchanged += 1;
        return;
      }
      const line = describeProgress(event);
      // A wave waits for many functions together: once is enough.
      if (line !== last) output.note(line);
      last = line;
    },
    [Symbol.dispose]: () => {
      if (unchanged > 0) output.note(`unchanged  ${showCount(unchanged, 'resource')}`);
    },
  };
}

/** Says in a line what was done, or what is waited for. */
export function describeProgress(event: ProgressEvent): string {
  if (event.kind === 'waiting') {
    return `waiting    ${showDuration(event.waitMs)}: ${reasons[event.reason]}`;
  }
  const what = `${event.kind.padEnd(9)}  ${event.resource.replaceAll('-', ' ')} ${event.name}`;
  return event.kind === 'updated' ? `${what} (${event.changed.join(', ')})` : what;
}
