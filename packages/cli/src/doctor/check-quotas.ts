import type { LaneRoom } from '@hooklane/provisioner';
import { showCount, showNumber } from '../show-count.ts';
import type { Target } from '../target.ts';
import { type Check, check } from './check.ts';

/** Room for fewer lanes is told. */
const scarceLanes = 100;

/** Checks how many more lanes with a function the account takes. A server of one's own may have no quotas. */
export function checkQuotas(target: Target): Promise<Check> {
  const { endpoint } = target;
  return check(
    'quotas',
    async () => {
      const { measureRoom } = await import('@hooklane/provisioner');
      return judgeRoom(await measureRoom(await target.provisioning()));
    },
    { onError: endpoint === undefined ? 'fail' : 'warn' },
  );
}

/** Judges how many more lanes fit. */
export function judgeRoom({ lanes, quotas }: LaneRoom): Omit<Check, 'name'> {
  const [least] = quotas.toSorted((one, other) => one.lanes - other.lanes);
  const tightest =
    least === undefined
      ? ''
      : `; the least of ${least.name}, ${showNumber(least.used)} of ${showNumber(least.quota)} used`;
  const found = `room for ${showCount(lanes, 'more lane')}${tightest}`;
  if (lanes >= scarceLanes) return { state: 'ok', found };
  return { state: 'warn', found, advice: 'Ask AWS to raise the quota, or remove what nobody uses' };
}
