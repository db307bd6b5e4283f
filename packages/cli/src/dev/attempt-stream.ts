import type { ServerResponse } from 'node:http';
import type { Clock } from '@hooklane/core';
import type { AttemptFeed } from './attempt-feed.ts';

/** What a reader may be behind. Beyond it attempts are counted instead of kept. */
const mostBufferedBytes = 1_048_576;
/** A reader of fetch gives up after five minutes without a byte. */
const aliveMs = 60_000;

/** Writes attempts as NDJSON for as long as the reader stays. Ends at once when `signal` aborts. */
export async function streamAttempts(
  response: ServerResponse,
  {
    feed,
    clock,
    signal,
  }: { readonly feed: AttemptFeed; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  let skipped = 0;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
  const write = (value: unknown): void => void response.write(`${JSON.stringify(value)}\n`);
  const unsubscribe = feed.subscribe((result) => {
    if (response.writableLength > mostBufferedBytes) {
      skipped += 1;
      return;
    }
    if (skipped > 0) write({ skipped });
    skipped = 0;
    write(result);
  });
  const over = AbortSignal.any([signal, gone.signal]);
  try {
    for (;;) {
      await clock.sleep(aliveMs, { signal: over });
      if (response.writableLength === 0) response.write('\n');
    }
  } catch (error) {
    if (!over.aborted) throw error;
  } finally {
    unsubscribe();
    if (skipped > 0) write({ skipped });
    response.end();
  }
}
