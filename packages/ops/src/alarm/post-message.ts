import { type Clock, parseRetryAfter } from '@hooklane/core';
import ky from 'ky';
import type { SlackMessage } from './slack-message.ts';

/** What sends a request, as `fetch` does. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** With what a message is posted. */
export interface PostMessageOptions {
  /** A secret: whoever has it can post. */
  readonly slackUrl: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly fetch: Fetch | undefined;
  readonly signal: AbortSignal | undefined;
  /** For a request and its answer to the end. @default 5,000 */
  readonly timeoutMs?: number;
}

/** What became of a message. */
export type PostOutcome =
  | { readonly kind: 'posted' }
  /** `why` names neither the URL nor anything of the message. */
  | { readonly kind: 'failed'; readonly why: string };

type Attempt =
  | { readonly kind: 'posted' }
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly reply: string;
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: 'broken'; readonly why: string };

type FailedAttempt = Exclude<Attempt, { readonly kind: 'posted' }>;

const mostTries = 5;
const defaultTimeoutMs = 5_000;
const firstPauseMs = 500;
/** All waits of a message together: a function that waits longer is ended before it can fail. */
const longestWaitMs = 30_000;

/** Posts a message, and again when Slack is busy or has a fault, for at most half a minute of waiting. */
export async function postMessage(
  message: SlackMessage,
  options: PostMessageOptions,
): Promise<PostOutcome> {
  const { clock, random, signal } = options;
  let body: object = message;
  let waitedMs = 0;
  for (let tries = 1; ; tries += 1) {
    const attempt = await postOnce(body, options);
    if (attempt.kind === 'posted') return attempt;
    if (isRefusalOfBlocks(attempt) && body === message) {
      // An alarm as a plain line is better than none.
      body = { text: message.text };
      continue;
    }
    const askedMs =
      attempt.kind === 'answered' ? parseRetryAfter(attempt.retryAfter, clock.now()) : undefined;
    const backoffMs = Math.ceil(firstPauseMs * 2 ** (tries - 1) * (1 + random() / 2));
    const pauseMs = Math.max(askedMs ?? 0, backoffMs);
    if (!isTransient(attempt) || tries >= mostTries || waitedMs + pauseMs > longestWaitMs) {
      return { kind: 'failed', why: showAttempt(attempt) };
    }
    await clock.sleep(pauseMs, { signal });
    waitedMs += pauseMs;
  }
}

async function postOnce(
  body: object,
  { slackUrl, fetch, signal, timeoutMs = defaultTimeoutMs }: PostMessageOptions,
): Promise<Attempt> {
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  const ending = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const response = await ky.post(slackUrl, {
      json: body,
      // Counted and waited for on the clock that was given.
      retry: 0,
      throwHttpErrors: false,
      // The URL is a secret: it goes nowhere else.
      redirect: 'manual',
      // Holds until the headers are there; a body may never end.
      timeout: timeoutMs,
      signal: ending,
      ...(fetch && { fetch }),
    });
    return await readAnswer(response, ending);
  } catch (error) {
    signal?.throwIfAborted();
    // Neither the error of ky nor what caused it is passed on: they name the URL.
    const isLate = timeout.aborted || (error instanceof Error && error.name === 'TimeoutError');
    return {
      kind: 'broken',
      why: isLate ? `Slack did not answer in ${timeoutMs / 1_000} seconds` : showBreak(error),
    };
  }
}

async function readAnswer(response: Response, signal: AbortSignal): Promise<Attempt> {
  if (response.status === 200) {
    // Slack has the message, whatever becomes of the rest of its answer.
    response.body?.cancel().catch(() => undefined);
    return { kind: 'posted' };
  }
  return {
    kind: 'answered',
    status: response.status,
    reply: await readReply(response, signal),
    retryAfter: response.headers.get('retry-after') ?? undefined,
  };
}

/** The word that Slack says, such as `invalid_blocks`; anything else is not repeated. */
async function readReply({ body }: Response, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const reader = body?.getReader();
  // Ends the read with nothing. What it throws is of a body that nobody reads any more.
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  // fetch follows its signal by weak references, which may be collected before the body ends.
  signal.addEventListener('abort', stop, { once: true });
  const start = await reader?.read();
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  stop();
  const text = Buffer.from(start?.value ?? [])
    .toString('latin1', 0, 64)
    .trim();
  return /^[a-z_]{1,60}$/.test(text) ? text : '';
}

function isRefusalOfBlocks(attempt: FailedAttempt): boolean {
  return (
    attempt.kind === 'answered' && attempt.status === 400 && attempt.reply.startsWith('invalid_')
  );
}

function isTransient(attempt: FailedAttempt): boolean {
  return attempt.kind === 'broken' || attempt.status === 429 || attempt.status >= 500;
}

function showAttempt(attempt: FailedAttempt): string {
  if (attempt.kind === 'broken') return attempt.why;
  const { status, reply } = attempt;
  return `Slack answered ${status}${reply === '' ? '' : ` ${reply}`}`;
}

function showBreak(error: unknown): string {
  if (!(error instanceof Error)) return 'Slack could not be reached';
  const code =
    codeOf(error) ?? codeOf(error.cause) ?? codeOf((error.cause as Error | undefined)?.cause);
  return code === undefined ? 'Slack could not be reached' : `Slack could not be reached: ${code}`;
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : undefined;
}
