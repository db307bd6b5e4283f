import { type Clock, HooklaneError } from '@hooklane/core';
import type { Input, KyInstance, Options } from 'ky';
import type { TransportAnswer, TransportRequest } from '../transport.ts';
import { answerOfExchange } from './answer-of-exchange.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { beginExchange, type Exchange, type ExchangeEnd } from './exchange.ts';
import { responseForHooks } from './response-for-hooks.ts';
import { wireHeaders } from './wire-headers.ts';

/** What {@link postThroughKy} needs beside the request. */
export interface PostThroughKyOptions {
  readonly instance: KyInstance;
  readonly pool: ConnectionPool;
  readonly clock: Clock;
}

/** The one exchange of a POST, once it has begun. */
interface Wire {
  exchange?: Exchange;
  end?: ExchangeEnd;
  isOver: boolean;
}

// ky's own time-outs would not cover a body that is read after its promise has resolved.
const fixedOptions = {
  retry: 0,
  redirect: 'manual',
  throwHttpErrors: false,
  timeout: false,
  totalTimeout: false,
  json: undefined,
  searchParams: undefined,
} as const satisfies Options;

/**
 * POSTs once. What came over the wire is the answer, whatever hooks make of it.
 *
 * @throws what a hook throws before the POST
 * @throws HooklaneError `invalid_options` when a hook answers in the partner's place
 */
export async function postThroughKy(
  request: TransportRequest,
  { instance, pool, clock }: PostThroughKyOptions,
): Promise<TransportAnswer> {
  const { timeoutMs, snippetBytes, signal } = request;
  signal?.throwIfAborted();
  const headers = readHeaders(request.headers);
  if (headers === undefined) return { kind: 'unsendable' };
  const wire: Wire = { isOver: false };
  const over = new AbortController();
  try {
    const end = await Promise.race([
      endThroughKy(instance, headers, request, pool, wire),
      endAtDeadline(clock.sleep(timeoutMs, { signal: over.signal }), wire),
      ...(signal === undefined ? [] : [endAtAbort(signal, over.signal, wire)]),
    ]);
    return answerOfExchange(end, snippetBytes);
  } finally {
    wire.isOver = true;
    wire.exchange?.breakOff('reset');
    over.abort('over'); // Without a reason, an error is made for each POST: 7 % of its cost.
  }
}

async function endThroughKy(
  instance: KyInstance,
  headers: Headers,
  { url, body, headers: given }: TransportRequest,
  pool: ConnectionPool,
  wire: Wire,
): Promise<ExchangeEnd> {
  const send = async (fromKy: Input): Promise<Response> => {
    // Hooks can make ky try again in spite of `retry: 0`, or be done when nobody waits any more.
    if (wire.isOver || wire.exchange !== undefined) throw networkError();
    wire.exchange = beginExchange(pool, { url, body, headers: wireHeaders(fromKy, given) });
    wire.end = await wire.exchange.ended;
    if (wire.end.kind !== 'answered') throw networkError();
    return responseForHooks(wire.end);
  };
  const options = { ...fixedOptions, body, headers, fetch: send };
  const outcome = await instance.post(url, options).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (wire.exchange !== undefined) return wire.exchange.ended;
  throw outcome === undefined ? answeredByHook() : outcome.error;
}

async function endAtDeadline(deadline: Promise<void>, wire: Wire): Promise<ExchangeEnd> {
  await deadline;
  wire.exchange?.breakOff('timeout');
  return wire.exchange?.ended ?? { kind: 'failed', code: 'timeout' };
}

/** Rejects with the reason of `signal`, unless the answer has come and only hooks are still at work. */
function endAtAbort(signal: AbortSignal, over: AbortSignal, wire: Wire): Promise<ExchangeEnd> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      if (wire.end === undefined) reject(signal.reason);
      else resolve(wire.end);
    };
    signal.addEventListener('abort', onAbort, { once: true, signal: over });
  });
}

function readHeaders(headers: Readonly<Record<string, string>>): Headers | undefined {
  try {
    return new Headers(headers);
  } catch {
    return undefined; // The error may quote the value.
  }
}

/** In the words by which ky knows an error of the network. */
function networkError(): TypeError {
  return new TypeError('fetch failed');
}

function answeredByHook(): HooklaneError<'invalid_options'> {
  return new HooklaneError(
    'invalid_options',
    "A hook of the ky instance answered in the partner's place, so that nothing was sent. Take the hook away from the instance that delivers hooks.",
  );
}
