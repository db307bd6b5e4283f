/** Who is measured, and what is expected to be found of its work. */
export interface Entrant {
  readonly name: string;
  /** In `senders/`. */
  readonly file: string;
  readonly work: 'POST' | 'attempt' | 'batch' | 'lane';
  /** Its hooks are signed, each for itself. */
  readonly isSigned: boolean;
  readonly hasTracing?: boolean;
}

/** In the order of their turns: what has a goal comes right after the floor. */
export const entrants: readonly Entrant[] = [
  { name: 'node:https', file: 'node-https', work: 'POST', isSigned: false },
  { name: 'deliverHook', file: 'deliver-hook', work: 'attempt', isSigned: true },
  {
    name: 'deliverHook, with @opentelemetry/api',
    file: 'deliver-hook',
    work: 'attempt',
    isSigned: true,
    hasTracing: true,
  },
  { name: 'undici.request', file: 'undici', work: 'POST', isSigned: false },
  { name: 'fetch', file: 'fetch', work: 'POST', isSigned: false },
  { name: 'ky', file: 'ky', work: 'POST', isSigned: false },
  { name: 'createSqsHandler', file: 'handler', work: 'batch', isSigned: true },
  { name: 'plain handler, ky', file: 'ky-handler', work: 'batch', isSigned: true },
  { name: 'createWorker', file: 'worker', work: 'lane', isSigned: true },
  { name: 'sqs-consumer, ky', file: 'sqs-consumer', work: 'lane', isSigned: true },
];
