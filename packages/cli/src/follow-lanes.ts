import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { type Clock, laneNames } from '@hooklane/core';
import { listPartners, type ProvisionerOptions } from '@hooklane/provisioner';
import type { AttemptLine } from './attempt-line.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { type FollowedLogGroup, followLogGroup } from './follow-log-group.ts';
import { showCount } from './show-count.ts';
import { isTransient, reasonOf } from './transient-error.ts';

export interface FollowLanesOptions {
  /** `undefined` for all partners of the stage. */
  readonly partnerId: string | undefined;
  readonly logs: Pick<CloudWatchLogsClient, 'send'>;
  readonly provisioning: ProvisionerOptions;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly clock: Clock;
  readonly note: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Between two rounds over all log groups. */
const roundMs = 2_000;
// FilterLogEvents takes five requests a second from an account in most regions
// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html); others want some, too.
const requestGapMs = 300;
const pauseMs = 5_000;

/**
 * Gives the attempts of lanes as their functions log them, until the signal aborts.
 *
 * @throws CliError when there is no lane with a function
 */
export async function followLanes(
  options: FollowLanesOptions,
): Promise<AsyncIterable<AttemptLine>> {
  const groups = await findLogGroups(options);
  const { logs, since, signal } = options;
  return readRounds(
    groups.map((name) => followLogGroup(name, { logs, since, signal })),
    options,
  );
}

async function findLogGroups({
  partnerId,
  provisioning,
  note,
}: FollowLanesOptions): Promise<readonly string[]> {
  const { stage } = provisioning;
  if (partnerId !== undefined) return [laneNames(stage, partnerId).logGroup];
  const lanes = await listPartners(provisioning);
  const groups = lanes.flatMap(({ compute }) =>
    compute.kind === 'lambda' ? [compute.logGroup] : [],
  );
  if (groups.length === 0) {
    throw new CliError(
      `No lane of stage ${stage} has a function, and a worker logs where it runs`,
      {
        exitCode: exitCodes.notFound,
        code: 'lane_missing',
      },
    );
  }
  const others = lanes.length - groups.length;
  if (others > 0) note(`${showCount(others, 'lane')} of workers left out: they log where they run`);
  note(`Attempts of ${showCount(groups.length, 'partner')}, as they are logged; Ctrl-C ends it`);
  return groups;
}

async function* readRounds(
  groups: readonly FollowedLogGroup[],
  options: FollowLanesOptions,
): AsyncIterable<AttemptLine> {
  const { clock, signal } = options;
  for (;;) {
    for (const [index, group] of groups.entries()) {
      if (index > 0) await clock.sleep(requestGapMs, { signal });
      yield* await readGroup(group, options);
    }
    await clock.sleep(roundMs, { signal });
  }
}

async function readGroup(
  group: FollowedLogGroup,
  { partnerId, provisioning, clock, note, signal }: FollowLanesOptions,
): Promise<readonly AttemptLine[]> {
  try {
    return await group.readNew();
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ThrottlingException' || isTransient(error)) {
      if (isTransient(error)) note(`AWS does not answer (${reasonOf(error)}): asked again`);
      await clock.sleep(pauseMs, { signal });
      return [];
    }
    if (name !== 'ResourceNotFoundException') throw error;
    // One of many lanes may be removed meanwhile.
    if (partnerId === undefined) return [];
    throw new CliError(
      `Partner ${partnerId} has no log group in stage ${provisioning.stage}: it has no lane there, or a worker works it and logs where it runs`,
      { exitCode: exitCodes.notFound, code: 'lane_missing' },
    );
  }
}
