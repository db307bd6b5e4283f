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
}

/** What became of a message. */
export type PostOutcome =
  | { readonly kind: 'posted' }
  /** `why` names neither the URL nor anything of the message. */
  | { readonly kind: 'failed'; readonly why: string };

type Attempt =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly reply: string;
      readonly retryAfter: string | undefined;
    }
  | { readonly kind: 'broken'; readonly why: string };

const mostTries = 5;
const timeoutMs = 5_000;
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
    if (attempt.kind === 'answered' && attempt.status === 200) return { kind: 'posted' };
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
  { slackUrl, fetch, signal }: PostMessageOptions,
): Promise<Attempt> {
  signal?.throwIfAborted();
  try {
    const response = await ky.post(slackUrl, {
      json: body,
      // Counted and waited for on the clock that was given.
      retry: 0,
      throwHttpErrors: false,
      // The URL is a secret: it goes nowhere else.
      redirect: 'manual',
      timeout: timeoutMs,
      ...(signal && { signal }),
      ...(fetch && { fetch }),
    });
    return {
      kind: 'answered',
      status: response.status,
      reply: await readReply(response),
      retryAfter: response.headers.get('retry-after') ?? undefined,
    };
  } catch (error) {
    signal?.throwIfAborted();
    // Neither the error of ky nor what caused it is passed on: they name the URL.
    return { kind: 'broken', why: showBreak(error) };
  }
}

/** The word that Slack says, such as `invalid_blocks`; anything else is not repeated. */
async function readReply(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const start = await reader?.read();
  await reader?.cancel();
  const text = Buffer.from(start?.value ?? [])
    .toString('latin1', 0, 64)
    .trim();
  return /^[a-z_]{1,60}$/.test(text) ? text : '';
}

function isRefusalOfBlocks(attempt: Attempt): boolean {
  return (
    attempt.kind === 'answered' && attempt.status === 400 && attempt.reply.startsWith('invalid_')
  );
}

function isTransient(attempt: Attempt): boolean {
  return attempt.kind === 'broken' || attempt.status === 429 || attempt.status >= 500;
}

function showAttempt(attempt: Attempt): string {
  if (attempt.kind === 'broken') return attempt.why;
  const { status, reply } = attempt;
  return `Slack answered ${status}${reply === '' ? '' : ` ${reply}`}`;
}

function showBreak(error: unknown): string {
  if (!(error instanceof Error)) return 'Slack could not be reached';
  if (error.name === 'TimeoutError') return `Slack did not answer in ${timeoutMs / 1_000} seconds`;
  const code =
    codeOf(error) ?? codeOf(error.cause) ?? codeOf((error.cause as Error | undefined)?.cause);
  return code === undefined ? 'Slack could not be reached' : `Slack could not be reached: ${code}`;
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : undefined;
}
