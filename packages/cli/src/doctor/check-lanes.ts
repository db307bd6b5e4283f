import { isHooklaneError, mapConcurrently } from '@hooklane/core';
import type { Lane, PartnerDescription } from '@hooklane/provisioner';
import { describeDrift } from '../describe-drift.ts';
import { nextCommand } from '../next-command.ts';
import type { ProgressBar } from '../progress-bar.ts';
import { showCount, showNumber } from '../show-count.ts';
import type { Target } from '../target.ts';
import { type Check, check } from './check.ts';

/** Lanes that are read at the same time: each takes about ten requests. */
const mostAtOnce = 4;
/** More are counted. */
const mostNamed = 5;

/** Checks each lane: whether it is as it was provisioned, works, and has no dead letters. */
export async function checkLanes(
  lanes: readonly Lane[],
  target: Target,
  bar: ProgressBar,
): Promise<readonly Check[]> {
  let described: readonly PartnerDescription[] = [];
  const read = await check('lanes', async () => {
    described = await describeLanes(lanes, target, bar);
    return {
      state: 'ok',
      found: `${showCount(described.length, 'lane')} in stage ${target.stage}`,
    };
  });
  return read.state === 'ok' ? [read, ...judgeLanes(described, target)] : [read];
}

async function describeLanes(
  lanes: readonly Lane[],
  target: Target,
  bar: ProgressBar,
): Promise<readonly PartnerDescription[]> {
  const { describePartner } = await import('@hooklane/provisioner');
  const options = await target.provisioning();
  let done = 0;
  const described = await mapConcurrently(lanes, mostAtOnce, async ({ partnerId }) => {
    const lane = await unlessRemoved(() => describePartner(partnerId, options));
    done += 1;
    bar.update(done, lanes.length);
    return lane;
  });
  return described.filter((lane) => lane !== undefined);
}

/** A lane that was removed after it was listed is no longer to be examined. */
async function unlessRemoved<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isHooklaneError(error, 'lane_missing')) return undefined;
    throw error;
  }
}

/** Judges what was read of lanes. */
export function judgeLanes(lanes: readonly PartnerDescription[], target: Where): readonly Check[] {
  return [judgeDrift(lanes, target), judgeDisabled(lanes, target), judgeDeadLetters(lanes, target)];
}

type Where = Pick<Target, 'stage' | 'region' | 'endpoint' | 'ownDataDir'>;

function judgeDrift(lanes: readonly PartnerDescription[], target: Where): Check {
  const name = 'drift';
  const changed = lanes.filter(({ drift }) => drift.length > 0);
  if (changed.length === 0) return { name, state: 'ok', found: 'lanes are as provisioned' };
  const isMissing = changed.some(({ drift }) =>
    drift.some(({ differs }) => differs.includes('missing')),
  );
  const parts = changed.flatMap(({ drift }) => drift.map(describeDrift));
  return {
    name,
    // What is missing does not deliver; what differs may well.
    state: isMissing ? 'fail' : 'warn',
    found: nameSome(parts),
    advice: `Bring it back: ${nextCommand(target, `partner add ${idOf(changed)}`)}, with its configuration`,
  };
}

function judgeDisabled(lanes: readonly PartnerDescription[], target: Where): Check {
  const name = 'deliveries';
  const disabled = lanes.filter(({ isEnabled }) => !isEnabled);
  if (disabled.length === 0) return { name, state: 'ok', found: 'enabled' };
  return {
    name,
    state: 'warn',
    found: `disabled: ${nameSome(disabled.map(({ partnerId }) => partnerId))}`,
    advice: `To go on: ${nextCommand(target, `partner enable ${idOf(disabled)}`)}`,
  };
}

function judgeDeadLetters(lanes: readonly PartnerDescription[], target: Where): Check {
  const name = 'dead letters';
  const waiting = lanes.filter(({ deadLetters }) => deadLetters > 0);
  if (waiting.length === 0) return { name, state: 'ok', found: 'none' };
  const counted = waiting.map(
    ({ partnerId, deadLetters }) => `${partnerId} ${showNumber(deadLetters)}`,
  );
  return {
    name,
    state: 'warn',
    found: nameSome(counted),
    advice: `To send them again: ${nextCommand(target, `replay ${idOf(waiting)}`)}`,
  };
}

function nameSome(names: readonly string[]): string {
  const more = names.length - mostNamed;
  const named = names.slice(0, mostNamed).join(', ');
  return more > 0 ? `${named} and ${showNumber(more)} more` : named;
}

function idOf(lanes: readonly PartnerDescription[]): string {
  return lanes.length === 1 && lanes[0] !== undefined ? lanes[0].partnerId : '<partner>';
}
