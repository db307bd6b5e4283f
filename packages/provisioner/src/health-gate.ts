import type { LaneHealth } from './lane-health.ts';

/** Lanes of a wave that may be worse off, because partners go down at any time. A wave of less than 20 has none to spare. */
const toleratedShare = 0.05;
/** So few messages tell nothing. */
const fewMessages = 10;
/** Hooks that are given up are everyday; many in a short time are not. */
const fewDeadLetters = 5;
const mostBuriedShare = 0.1;

/** The judgement of {@link updateCode} unless it is given another: nearly no lane is worse off than before. */
export function isWaveHealthy(wave: readonly LaneHealth[]): boolean {
  return wave.filter(isWorse).length <= Math.floor(wave.length * toleratedShare);
}

/**
 * A lane is worse off when its function fails as a whole more often, when it was done with messages before and is done
 * with none of those that it gets now, or when it buries more than a tenth of them.
 */
export function isWorse(lane: LaneHealth): boolean {
  const buried = lane.deadLetters - lane.deadLettersBefore;
  const isStuck = lane.received >= fewMessages && lane.deleted === 0 && lane.deletedBefore > 0;
  const buriesMany = buried >= fewDeadLetters && buried > lane.deleted * mostBuriedShare;
  return lane.errors > lane.errorsBefore || isStuck || buriesMany;
}
