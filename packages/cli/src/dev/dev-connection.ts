import type { AttemptResult, PartnerPolicy } from '@hooklane/core';
import type { LocalPartner } from '@hooklane/local';
import type { RotatedSecret } from '@hooklane/provisioner';
import ky, { isHTTPError, isNetworkError, isTimeoutError, type KyInstance } from 'ky';
import { CliError } from '../cli-error.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { nextCommand } from '../next-command.ts';
import type { Target } from '../target.ts';
import { readDevFile } from './dev-file.ts';
import { type DevSubscriptions, subscriptionClient } from './subscription-client.ts';

/** A `hooklane dev` that runs in another process. */
export interface DevConnection {
  readonly sqsEndpoint: string;
  /** Adds a partner, or changes its policy. */
  addPartner(partnerId: string, policy: PartnerPolicy): Promise<LocalPartner>;
  removePartner(partnerId: string, options: { readonly force: boolean }): Promise<void>;
  disablePartner(partnerId: string): Promise<void>;
  enablePartner(partnerId: string): Promise<void>;
  rotateSecret(partnerId: string, options: { readonly overlapMs: number }): Promise<RotatedSecret>;
  /** Newest first. */
  secrets(partnerId: string): Promise<readonly string[]>;
  policy(partnerId: string): Promise<PartnerPolicy>;
  partners(): Promise<readonly DevPartner[]>;
  readonly subscriptions: DevSubscriptions;
  /** Attempts as they happen, until the signal aborts or the other process ends. */
  attempts(): Promise<AsyncIterable<StreamedAttempt>>;
}

/** Which `hooklane dev` is meant. */
type DevTarget = Parameters<typeof nextCommand>[0] & Pick<Target, 'dataDir'>;

/** A partner of a `hooklane dev`. */
export interface DevPartner {
  readonly partnerId: string;
  readonly isDisabled: boolean;
}

/** An attempt, or how many were left out because they came faster than they were read. */
export type StreamedAttempt = AttemptResult | { readonly skipped: number };

/**
 * Connects to the `hooklane dev` on the data directory of a target.
 *
 * @throws CliError when there is none
 */
export async function connectDev(target: DevTarget, signal: AbortSignal): Promise<DevConnection> {
  const address = readDevFile(target.dataDir);
  if (address === undefined) throw notRunning(target);
  const http = ky.create({
    prefix: address.url,
    headers: { authorization: `Bearer ${address.token}` },
    retry: 0,
    timeout: 30_000,
    signal,
  });
  const partners = (): Promise<readonly DevPartner[]> =>
    ask(() => http.get('partners').json(), target);
  await partners();
  const subscriptions = subscriptionClient(http, (request) => ask(request, target));
  return { ...connectionTo(http, address.sqsEndpoint, target), partners, subscriptions };
}

function connectionTo(
  http: KyInstance,
  sqsEndpoint: string,
  target: DevTarget,
): Omit<DevConnection, 'partners' | 'subscriptions'> {
  const at = (partnerId: string, rest = ''): string =>
    `partners/${encodeURIComponent(partnerId)}${rest}`;
  return {
    sqsEndpoint,
    addPartner: (partnerId, policy) =>
      ask(() => http.put(at(partnerId), { json: policy }).json<LocalPartner>(), target),
    removePartner: async (partnerId, { force }) => {
      await ask(() => http.delete(at(partnerId), { searchParams: { force } }), target);
    },
    disablePartner: async (partnerId) => {
      await ask(() => http.post(at(partnerId, '/disable')), target);
    },
    enablePartner: async (partnerId) => {
      await ask(() => http.post(at(partnerId, '/enable')), target);
    },
    rotateSecret: (partnerId, options) =>
      ask(() => http.post(at(partnerId, '/rotate-secret'), { json: options }).json(), target),
    secrets: (partnerId) => ask(() => http.get(at(partnerId, '/secrets')).json(), target),
    policy: (partnerId) => ask(() => http.get(at(partnerId, '/policy')).json(), target),
    attempts: async () =>
      readAttempts(await ask(() => http.get('attempts', { timeout: false }), target)),
  };
}

async function* readAttempts({ body }: Response): AsyncIterable<StreamedAttempt> {
  let rest = '';
  try {
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      // An empty line only says that the connection is alive.
      for (const line of lines) if (line !== '') yield JSON.parse(line) as StreamedAttempt;
    }
  } catch (error) {
    // So fetch tells that the other process was killed: that ends the attempts, too.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** What the control server says when it cannot do what it was asked. */
export interface DevRefusal {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
}

async function ask<Result>(request: () => Promise<Result>, target: DevTarget): Promise<Result> {
  try {
    return await request();
  } catch (error) {
    if (isHTTPError(error) && isRefusal(error.data)) {
      const { message, code, exitCode } = error.data;
      throw new CliError(message, { code, exitCode });
    }
    // The file is there, and nobody answers, or somebody else: the process was killed.
    if (isNetworkError(error) || isHTTPError(error)) throw notRunning(target);
    if (isTimeoutError(error)) {
      throw new CliError(
        `The \`hooklane dev\` on ${target.dataDir} does not answer. Stop it and start it again`,
        { exitCode: exitCodes.noAccess, code: 'dev_silent' },
      );
    }
    throw error;
  }
}

function isRefusal(data: unknown): data is DevRefusal {
  const { message, code, exitCode } = (data ?? {}) as Partial<DevRefusal>;
  return typeof message === 'string' && typeof code === 'string' && typeof exitCode === 'number';
}

function notRunning(target: DevTarget): CliError {
  return new CliError(
    `No \`hooklane dev\` runs on ${target.dataDir}. Start it in another terminal: ${nextCommand(target, 'dev')}. For lanes on AWS, give --stage`,
    { exitCode: exitCodes.notFound, code: 'dev_missing' },
  );
}
