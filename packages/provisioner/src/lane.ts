import type { LaneNames } from '@hooklane/core';
import type { Owner } from './ownership.ts';
import type { Site } from './site.ts';

/** A partner's lane, as it was provisioned. */
export interface Lane {
  readonly partnerId: string;
  readonly stage: string;
  /** What works it. */
  readonly compute: { readonly kind: 'worker' } | LaneFunction;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly deadLetterQueueUrl: string;
  readonly deadLetterQueueArn: string;
}

/** The function of a lane, and what belongs to it. */
export interface LaneFunction {
  readonly kind: 'lambda';
  readonly functionName: string;
  readonly functionArn: string;
  readonly roleName: string;
  readonly logGroup: string;
  /** SSM parameter with the partner's secrets; see `readSecrets`. */
  readonly secretParameter: string;
}

/** Puts a lane together from its names. */
export function toLane(
  { stage, partnerId }: Required<Owner>,
  names: LaneNames,
  kind: Lane['compute']['kind'],
  site: Site,
): Lane {
  return {
    partnerId,
    stage,
    compute:
      kind === 'worker'
        ? { kind }
        : {
            kind,
            functionName: names.function,
            functionArn: site.arnOf('lambda', `function:${names.function}`),
            roleName: names.role,
            logGroup: names.logGroup,
            secretParameter: names.secretParameter,
          },
    queueUrl: site.queueUrlOf(names.queue),
    queueArn: site.arnOf('sqs', names.queue),
    deadLetterQueueUrl: site.queueUrlOf(names.deadLetterQueue),
    deadLetterQueueArn: site.arnOf('sqs', names.deadLetterQueue),
  };
}
