import { isHooklaneError } from '@hooklane/core';
import { CliError } from './cli-error.ts';
import { inWordsOfCommands } from './command-hint.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { isRegionMissing } from './region-missing.ts';

/** An error, as a person is told of it. */
export interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
  /** Nobody expected it: whoever reports it wants the stack. */
  readonly isUnexpected?: boolean;
}

const refusals = new Set([
  'lane_conflict',
  'platform_conflict',
  'lane_not_empty',
  'code_not_live',
  'data_dir_in_use',
]);
const absences = new Set([
  'lane_missing',
  'platform_missing',
  'unknown_partner',
  'QueueDoesNotExist',
]);
const wrongInputs = new Set(['blocked_address', 'hook_too_large']);
const deniedNames = /AccessDenied|NotAuthorized|UnauthorizedOperation/;
const tokenNames =
  /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|InvalidAccessKeyId|MissingAuthenticationToken|RequestExpired)/;
const networkCodes =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/** Says what went wrong, what to do, and how the process ends. */
export function explainError(error: unknown): Explanation {
  if (error instanceof CliError) return error;
  if (isHooklaneError(error)) {
    const { code, message } = error;
    return { code, message: inWordsOfCommands(message), exitCode: exitCodeOf(code) };
  }
  if (!(error instanceof Error)) {
    return { code: 'unexpected', message: String(error), exitCode: 1, isUnexpected: true };
  }
  if (error.name === 'AbortError') {
    return { code: 'interrupted', message: 'Interrupted', exitCode: exitCodes.interrupted };
  }
  return explainAws(error) ?? { ...explainUnknown(error), isUnexpected: true };
}

function exitCodeOf(code: string): ExitCode {
  if (refusals.has(code)) return exitCodes.refused;
  if (absences.has(code)) return exitCodes.notFound;
  const isInput = code.startsWith('invalid_') || wrongInputs.has(code);
  return isInput ? exitCodes.usage : exitCodes.failed;
}

function explainAws(error: Error): Explanation | undefined {
  const name = error.name.replace(/^AWS\.SimpleQueueService\./, '');
  const noAccess = (message: string): Explanation => ({
    code: name,
    message,
    exitCode: exitCodes.noAccess,
  });
  if (name === 'CredentialsProviderError') {
    return noAccess(
      'There are no AWS credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws sso login`',
    );
  }
  if (isRegionMissing(error)) {
    return noAccess('There is no AWS region. Give --region, or set AWS_REGION');
  }
  if (tokenNames.test(name)) {
    return noAccess(`AWS does not take these credentials (${name}). Sign in again`);
  }
  if (deniedNames.test(name)) {
    return noAccess(
      `AWS says: ${error.message}. What the command needs is in docs/iam.md of Hooklane`,
    );
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (networkCodes.test(code)) {
    return noAccess(`Nobody answers: ${error.message || code}. Check the network, or --endpoint`);
  }
  if (absences.has(name)) {
    return { code: name, message: 'The queue is not there', exitCode: exitCodes.notFound };
  }
  if (!('$fault' in error)) return undefined;
  return { code: name, message: `AWS says: ${name}: ${error.message}`, exitCode: exitCodes.failed };
}

function explainUnknown(error: Error): Explanation {
  return {
    code: 'unexpected',
    message: `${error.name}: ${error.message}. This should not happen: with --debug there is more to report`,
    exitCode: exitCodes.failed,
  };
}
