import { type Hook, isHooklaneError, parseHook } from '@hooklane/core';

/** Why a hook is a dead letter; `none`: SQS moved it by itself, because it was received too often. */
export type DeadLetterReason = 'exhausted' | 'rejected' | 'poison' | 'none';

export const deadLetterReasons = ['exhausted', 'rejected', 'poison', 'none'] as const;

/** Which dead letters are meant. */
export interface DeadLetterFilterOptions {
  /** @default all but poison, which would come back */
  readonly reasons?: readonly DeadLetterReason[] | undefined;
  /** Type of the hook. @default any */
  readonly type?: string | undefined;
}

/** What is looked at of a dead letter. */
export interface DeadLetterMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Makes a filter of dead letters. */
export function deadLetterFilter({
  reasons = deadLetterReasons.filter((reason) => reason !== 'poison'),
  type,
}: DeadLetterFilterOptions): (message: DeadLetterMessage) => boolean {
  return ({ body, attributes }) => {
    const hook = readHook(body);
    // What is no hook is poison, whoever put it there.
    const reason = hook === undefined ? 'poison' : (attributes['reason'] ?? 'none');
    if (!reasons.some((one) => one === reason)) return false;
    return type === undefined || (typeof hook === 'object' && hook.type === type);
  };
}

/** `newer` for a hook that a newer version wrote; `undefined` for what is no hook. */
function readHook(body: string): Hook | 'newer' | undefined {
  try {
    return parseHook(body);
  } catch (error) {
    if (isHooklaneError(error, 'unsupported_wire_version')) return 'newer';
    if (isHooklaneError(error, 'invalid_message')) return undefined;
    throw error;
  }
}
