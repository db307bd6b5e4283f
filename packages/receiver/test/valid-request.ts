import { isHooklaneError, type VerifySignatureErrorCode } from '../src/index.ts';
import { scenarioOf } from './standard-scenarios.ts';

const { headers, body, secrets, now } = scenarioOf('valid');

export const {
  'webhook-id': id = '',
  'webhook-timestamp': timestamp = '',
  'webhook-signature': signature = '',
} = headers;
export const [secret = ''] = secrets;
export const timestampSeconds: number = now;

/** A request that verifies with {@link validOptions}. */
export const validRequest = { headers, body } as const;
export const validOptions = { secrets, clock: clockAt(now) } as const;

/** A clock that stands still. */
export function clockAt(epochSeconds: number): { now(): number } {
  return { now: () => epochSeconds * 1000 };
}

/** The code and the message with which `act` is refused. Any other error passes. */
export function refusalOf(act: () => unknown): {
  readonly code: VerifySignatureErrorCode;
  readonly message: string;
} {
  try {
    act();
  } catch (error) {
    if (isHooklaneError<VerifySignatureErrorCode>(error)) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}
