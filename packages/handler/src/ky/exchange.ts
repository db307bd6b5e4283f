import type { ConnectionFailure } from '@hooklane/core';
import type { Connection } from './connection.ts';
import type { ConnectionPool } from './connection-pool.ts';
import { classifyExchangeError } from './exchange-failure.ts';

/** What a partner answered, as far as it came. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The first 64 KiB, as they came over the wire: nothing is decompressed. */
  readonly body: Buffer;
  /** Why the body broke off. */
  readonly bodyError: ConnectionFailure | undefined;
}

/** How an exchange ended. */
export type ExchangeEnd =
  /** A complete status line came, and the headers with it. */
  | ({ readonly kind: 'answered' } & ReceivedAnswer)
  | { readonly kind: 'failed'; readonly code: ConnectionFailure }
  | { readonly kind: 'unsendable' };

/** One POST on the wire. */
export interface Exchange {
  /** Never rejects. */
  readonly ended: Promise<ExchangeEnd>;
  /** Ends the exchange now, with what has come so far. */
  breakOff(failure: ConnectionFailure): void;
}

/** What goes over the wire. */
export interface ExchangeRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** `isComplete`: request and answer went over the wire to their ends. */
type EndExchange = (outcome: ExchangeEnd, isComplete?: boolean) => void;

type AnswerCollector = ReturnType<typeof collectAnswer>;

const mostBodyBytes = 65_536;
/** What is neither a header nor body counts too: an endless status line, or endless sizes of chunks. */
const mostWireBytesBeforeAnswer = 32_768;
const mostWireBytesOfBody = 524_288;

/**
 * Begins a POST. It goes through undici's dispatcher and not through its `fetch`, which adds four
 * headers of its own, asks for compression, and sends again what was answered with 421.
 */
export function beginExchange(pool: ConnectionPool, request: ExchangeRequest): Exchange {
  const { promise: ended, resolve } = Promise.withResolvers<ExchangeEnd>();
  const { origin } = request.url;
  const connection = pool.take(origin);
  const answer = collectAnswer();
  let isOver = false;
  const end: EndExchange = (outcome, isComplete = false) => {
    if (isOver) return;
    isOver = true;
    connection.onRead(() => {});
    if (isComplete && !connection.hasUnsentBytes()) pool.giveBack(connection, origin);
    else connection.destroy();
    resolve(outcome);
  };
  dispatch(request, connection, answer, end);
  return { ended, breakOff: (failure) => end(answer.end(failure)) };
}

function dispatch(
  { url, headers, body }: ExchangeRequest,
  connection: Connection,
  answer: AnswerCollector,
  end: EndExchange,
): void {
  let bytesBefore = 0;
  connection.onRead(() => {
    const most = answer.isBegun() ? mostWireBytesOfBody : mostWireBytesBeforeAnswer;
    if (connection.bytesRead() - bytesBefore > most) end(answer.end('protocol'));
  });
  const options = { path: url.pathname + url.search, method: 'POST', headers, body };
  connection.client.dispatch(options, {
    onRequestStart: () => {
      bytesBefore = connection.bytesRead();
    },
    onResponseStart: (_, status, fields) => {
      bytesBefore = connection.bytesRead();
      if (status > 599) end({ kind: 'failed', code: 'protocol' });
      else answer.begin(status, fields);
    },
    onResponseData: (_, chunk) => {
      if (!answer.add(chunk)) end(answer.end());
    },
    onResponseEnd: () => end(answer.end(), true),
    onResponseError: (_, error) => {
      const isAnswered = answer.isBegun();
      const socketError = connection.socketError();
      const failure = classifyExchangeError(error, { isAnswered, socketError });
      end(failure === 'unsendable' ? { kind: 'unsendable' } : answer.end(failure));
    },
  });
}

/** Keeps what comes of an answer. */
function collectAnswer() {
  let begun: Pick<ReceivedAnswer, 'status' | 'headers'> | undefined;
  let hasHint = false;
  let bytes = 0;
  const chunks: Buffer[] = [];
  return {
    isBegun: () => begun !== undefined,
    begin(status: number, headers: ReceivedAnswer['headers']): void {
      if (status < 200) hasHint = true;
      else begun = { status, headers };
    },
    /** Tells whether there is room for more. */
    add(chunk: Buffer): boolean {
      chunks.push(chunk.subarray(0, mostBodyBytes - bytes));
      bytes += chunk.length;
      return bytes <= mostBodyBytes;
    },
    end(failure?: ConnectionFailure): ExchangeEnd {
      if (begun === undefined) {
        // Whoever says 1xx only has answered, and badly.
        const isHintOnly = failure === 'reset' && hasHint;
        return { kind: 'failed', code: isHintOnly ? 'protocol' : (failure ?? 'protocol') };
      }
      return { kind: 'answered', ...begun, body: Buffer.concat(chunks), bodyError: failure };
    },
  };
}
