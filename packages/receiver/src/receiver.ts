import { answerTo, answerToError, type ReceiverAnswer } from './answer.ts';
import {
  type AnyHookHandling,
  checkHandling,
  type HookHandling,
  processHook,
} from './hook-processor.ts';
import { checkOptions, type VerifySignatureOptions } from './options.ts';
import type { ReceivedRequest } from './read-request.ts';
import type { ReceivedBody } from './received-body.ts';
import type { ReceivedHeaders } from './received-headers.ts';
import { refusal } from './refusal.ts';
import type { Secrets } from './scheme.ts';
import { checkSecrets } from './secrets.ts';
import type { VerifiedHook } from './verified-hook.ts';

/** A request as an adapter hands it over. */
export interface IncomingRequest {
  /** Anything but `POST` is refused. @default 'POST' */
  readonly method?: string | undefined;
  /** Without the query. */
  readonly path?: string | undefined;
  readonly headers: ReceivedHeaders;
  /** The raw body, or how to read it up to `maxBytes`; more than that must throw `body_too_large`. */
  readonly body: ReceivedBody | ((maxBytes: number) => Promise<ReceivedBody>);
}

/** What of a request is known before its signature is checked. Do not trust it. */
export type UnverifiedRequest = Pick<IncomingRequest, 'path' | 'headers'>;

/** The whole job of a receiver. Options of `verifySignature` are among them. */
export interface ReceiverOptions<
  Events extends Readonly<Record<string, unknown>> = Readonly<Record<string, unknown>>,
  Payload = unknown,
> extends Omit<VerifySignatureOptions, 'secrets'>,
    HookHandling<Events, Payload> {
  /** As in `verifySignature`, or a function that gets them: for a rotation, or for several endpoints. */
  readonly secrets: Secrets | ((request: UnverifiedRequest) => Secrets | Promise<Secrets>);
  /**
   * Name of the endpoint, which the replay guard keeps apart. Never take it from the request as it is: a replay
   * to another spelling of the path would pass.
   *
   * @default ''
   */
  readonly endpoint?: string | ((request: UnverifiedRequest) => string) | undefined;
  /** Told of what was answered with 500. @default written to the console, without body and headers */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Told of what was refused, for your metrics. @default nothing */
  readonly onRefused?: ((error: unknown, request: UnverifiedRequest) => void) | undefined;
}

/** Takes requests of one kind of endpoint; made by `createReceiver`, called by an adapter. */
export interface Receiver {
  /**
   * Verifies, guards, parses, dispatches, and tells what to answer. Rejects only if
   * `onError` or `onRefused` throws: what anybody else did wrong is an answer.
   */
  readonly receive: (request: IncomingRequest) => Promise<ReceiverAnswer>;
}

type Verify = (
  request: ReceivedRequest,
  options: VerifySignatureOptions,
) => VerifiedHook | Promise<VerifiedHook>;

const ownNames: ReadonlySet<string> = new Set<keyof ReceiverOptions>([
  'events',
  'onHook',
  'payload',
  'parse',
  'replayGuard',
  'endpoint',
  'onError',
  'onRefused',
]);

/**
 * A receiver on the given cryptography. Inside it, and told to `onRefused`:
 *
 * @throws HooklaneError `method_not_allowed` for all but a POST
 */
export function receiverOn<Events extends Readonly<Record<string, unknown>>, Payload>(
  verify: Verify,
  options: ReceiverOptions<Events, Payload>,
): Receiver {
  const judging = judgingOptions(options);
  const { secrets, maxBodyBytes = 1_048_576, endpoint = '', onRefused } = options;
  const { onError = writeToConsole } = options;
  const handling = options as unknown as AnyHookHandling;
  const process = async (request: IncomingRequest): Promise<ReceiverAnswer> => {
    const { method = 'POST', path, headers } = request;
    if (method !== 'POST') throw refusal('method_not_allowed', 'A webhook comes by POST');
    const unverified = { path, headers };
    const body =
      typeof request.body === 'function' ? await request.body(maxBodyBytes) : request.body;
    const current = typeof secrets === 'function' ? await secrets(unverified) : secrets;
    const hook = await verify({ headers, body }, { ...judging, secrets: current });
    const name = typeof endpoint === 'function' ? endpoint(unverified) : endpoint;
    const outcome = await processHook(hook, name, handling);
    if ('guardError' in outcome) onError(outcome.guardError);
    return answerTo(outcome);
  };
  return {
    async receive(request) {
      try {
        return await process(request);
      } catch (error) {
        const answer = answerToError(error);
        if (answer.kind === 'failed') onError(error);
        else onRefused?.(error, { path: request.path, headers: request.headers });
        return answer;
      }
    },
  };
}

/** The options of `verifySignature` among those of a receiver, all of them checked. */
function judgingOptions(options: unknown): Omit<VerifySignatureOptions, 'secrets'> {
  if (typeof options !== 'object' || options === null) {
    throw refusal('invalid_options', 'The options of createReceiver must be an object');
  }
  const given = Object.entries(options).filter(([name]) => !ownNames.has(name));
  const judging = Object.fromEntries(given);
  const checked = checkOptions(judging);
  checkHandling(options);
  // Known now, so a missing or mistyped secret stops the process and not the first webhook.
  for (const [index, scheme] of checked.schemes.entries()) {
    const secrets = checked.secrets[index];
    if (typeof secrets !== 'function') checkSecrets(secrets, scheme);
  }
  const { secrets: _, ...others } = judging;
  return others;
}

function writeToConsole(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the default of onError, so that no error is lost unseen.
  console.error('A webhook could not be processed:', error);
}
