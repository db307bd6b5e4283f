import type { Clock } from '@hooklane/core';
import { isSettling, isThrottle, isUnknownOutcome } from './error-kinds.ts';
import type { TakeTurn } from './rate-limits.ts';

/** The part of a client that is used. */
interface Client {
  send(command: never, options?: never): Promise<unknown>;
}

/** A client with AWS manners: within a quota, and trying again where that is right. */
export interface Sender<Sends extends Client> {
  /** For requests that may be sent twice: reads, and writes that end the same however often they are made. */
  readonly send: Sends['send'];
  /** For requests that make something: one whose outcome is unknown is not sent again. */
  readonly create: Sends['send'];
}

/** What a sender is made of. */
export interface SenderOptions {
  /** @default no limit of its own */
  readonly turns?: TakeTurn | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal | undefined;
}

const mostThrottles = 10;
const mostUnknown = 4;
const firstWaitMs = 1_000;
const longestWaitMs = 20_000;
/** IAM tells Lambda of a new role within a minute, as a rule. */
const longestSettlingMs = 120_000;
const settlingPauseMs = 3_000;

/** Gives a client its manners. Permanent errors are thrown at once. */
export function createSender<Sends extends Client>(
  client: Sends,
  options: SenderOptions,
): Sender<Sends> {
  const sending = (mayRepeat: boolean): Sends['send'] =>
    ((command: unknown) => sendPatiently(client, command, mayRepeat, options)) as Sends['send'];
  return { send: sending(true), create: sending(false) };
}

async function sendPatiently(
  client: Client,
  command: unknown,
  mayRepeat: boolean,
  { turns, clock, random, signal }: SenderOptions,
): Promise<unknown> {
  const request = signal === undefined ? {} : { abortSignal: signal };
  const startedAt = clock.now();
  for (let tries = 1; ; tries += 1) {
    await turns?.(signal);
    try {
      signal?.throwIfAborted();
      return await client.send(command as never, request as never);
    } catch (error) {
      const pauseMs = pauseAfter(error, { tries, mayRepeat, elapsedMs: clock.now() - startedAt });
      if (pauseMs === undefined || signal?.aborted) throw error;
      // Jitter: other processes wait for the same quota.
      await clock.sleep(Math.ceil(pauseMs * (0.5 + random() / 2)), { signal });
    }
  }
}

function pauseAfter(
  error: unknown,
  {
    tries,
    mayRepeat,
    elapsedMs,
  }: { readonly tries: number; readonly mayRepeat: boolean; readonly elapsedMs: number },
): number | undefined {
  const backoffMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1));
  if (isThrottle(error)) return tries < mostThrottles ? backoffMs : undefined;
  if (isSettling(error)) return elapsedMs < longestSettlingMs ? settlingPauseMs : undefined;
  if (mayRepeat && isUnknownOutcome(error)) return tries < mostUnknown ? backoffMs : undefined;
  return undefined;
}
