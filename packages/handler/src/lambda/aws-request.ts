import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Clock } from '@hooklane/core';
import { type AwsCredentials, signRequest } from './signature-v4.ts';

/** What every request to AWS needs. */
export interface AwsSettings {
  readonly region: string;
  readonly credentials: AwsCredentials;
  readonly clock: Clock;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** One request in the JSON protocol of AWS. */
export interface AwsRequest {
  /** Service in the signature: `sqs`, `ssm`. */
  readonly service: string;
  readonly endpoint: string;
  /** Value of `x-amz-target`: `AmazonSQS.SendMessageBatch`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly input: object;
  readonly signal?: AbortSignal | undefined;
}

/** Tries, as those of the SDK. */
const mostTries = 3;
const firstPauseMs = 100;
const throttlePauseMs = 1_000;
/** Nothing here waits for messages: a connection that says nothing for so long is dead, and the batch has its time-out. */
const silenceMs = 3_000;

const agents = {
  'http:': new HttpAgent({ keepAlive: true }),
  'https:': new HttpsAgent({ keepAlive: true, maxCachedSessions: 10 }),
};
const throttles = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/;

/**
 * Sends a request, and again when AWS has a fault or too much to do; gives the answer's JSON. The SDK's client does the
 * same and more, and takes longer to load than all the rest of a lane's function.
 */
export async function sendToAws(request: AwsRequest, settings: AwsSettings): Promise<unknown> {
  const { clock, random } = settings;
  let isFresh = false;
  for (let tries = 1; ; tries += 1) {
    try {
      return await sendOnce(request, settings, isFresh);
    } catch (error) {
      if (isStale(error) && !isFresh) {
        isFresh = true;
        tries -= 1;
        continue;
      }
      if (tries === mostTries || request.signal?.aborted || !isTransient(error)) throw error;
      const baseMs = isThrottle(error) ? throttlePauseMs : firstPauseMs;
      await clock.sleep(baseMs * 2 ** (tries - 1) * (0.5 + random() / 2), {
        signal: request.signal,
      });
    }
  }
}

async function sendOnce(
  { service, endpoint, target, version, input, signal }: AwsRequest,
  { region, credentials, clock }: AwsSettings,
  isFresh: boolean,
): Promise<unknown> {
  const { host, pathname, protocol } = new URL(endpoint);
  const body = JSON.stringify(input);
  const headers = signRequest(
    {
      host,
      path: pathname,
      headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
      body,
    },
    { service, region, credentials, now: clock.now() },
  );
  const answer = await post(endpoint, protocol === 'http:' ? 'http:' : 'https:', {
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    body,
    signal,
    isFresh,
  });
  const read = answer.text === '' ? {} : JSON.parse(answer.text);
  if (answer.status < 300) return read;
  throw toError(answer, read as { __type?: string; message?: string; Message?: string });
}

interface Post {
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: string;
  readonly signal: AbortSignal | undefined;
  /** Takes no connection that is open already. */
  readonly isFresh: boolean;
}

interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

function post(
  url: string,
  protocol: 'http:' | 'https:',
  { headers, body, signal, isFresh }: Post,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const send = protocol === 'http:' ? httpRequest : httpsRequest;
    const options = {
      method: 'POST',
      headers,
      signal,
      agent: isFresh ? false : agents[protocol],
      timeout: silenceMs,
    };
    const sending = send(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 500,
          headers: incoming.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sending.on('timeout', () => {
      const error = new Error(`AWS did not answer in ${silenceMs / 1_000} seconds`);
      sending.destroy(Object.assign(error, { name: 'TimeoutError' }));
    });
    sending.on('error', (error: NodeJS.ErrnoException) => {
      const isOld = sending.reusedSocket && staleCodes.has(error.code ?? '');
      reject(isOld ? Object.assign(error, { isStale: true }) : error);
    });
    sending.end(body);
  });
}

/** An error with the names that the SDK gives. */
function toError(
  { status, headers }: RawAnswer,
  { __type, message, Message }: { __type?: string; message?: string; Message?: string },
): Error {
  const query = headers['x-amzn-query-error'];
  const type = __type ?? (typeof query === 'string' ? query.split(';')[0] : undefined) ?? 'Unknown';
  const name = type.slice(type.lastIndexOf('#') + 1).replace(/^AWS\.SimpleQueueService\./, '');
  return Object.assign(new Error(message ?? Message ?? `AWS answered ${status}`), {
    name,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode: status },
  });
}

const staleCodes = new Set(['ECONNRESET', 'EPIPE']);

/** AWS had closed the connection while the function was frozen: that tells nothing of AWS, and costs no try. */
function isStale(error: unknown): boolean {
  return error instanceof Error && 'isStale' in error;
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'AbortError') return false;
  return isThrottle(error) || !('$fault' in error) || error.$fault === 'server';
}

function isThrottle(error: unknown): boolean {
  const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode: number } };
  return throttles.test(name) || $metadata?.httpStatusCode === 429;
}
