import type { RetrySchedule, RetrySchedulePreset } from '@hooklane/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from './duration.ts';
import { parseCount, parseNumber } from './number-option.ts';

/** What a person says of a partner by options. */
export interface PartnerFlags {
  readonly worker?: true;
  readonly memory?: number;
  readonly maxConcurrency?: number;
  readonly runtime?: string;
  readonly logRetention?: number;
  readonly alarms?: boolean;
  readonly concurrency?: number;
  readonly rate?: number;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly schedule?: RetrySchedulePreset | RetrySchedule;
  /** Days. */
  readonly retention?: number;
  /** Path of a file with the configuration. */
  readonly config?: string;
}

/** Gives a command the options that say how a partner's lane is to be. */
export function addPartnerOptions(
  command: Command,
  { hasWorker }: { readonly hasWorker: boolean },
): Command {
  if (hasWorker) command.option('--worker', 'a worker of your own works the lane, not a function');
  return command
    .option('--memory <mb>', 'memory of the function', parseCount)
    .option('--max-concurrency <count>', 'instances of the function at a time', parseCount)
    .addOption(
      new Option('--runtime <name>', 'of the function').choices([
        'nodejs22.x',
        'nodejs24.x',
        'nodejs26.x',
      ]),
    )
    .option('--log-retention <days>', 'for which logs are kept', parseCount)
    .option('--alarms', 'three alarms of its own')
    .option('--no-alarms', 'no alarms of its own')
    .option('--concurrency <count>', 'requests to the partner at a time', parseCount)
    .option('--rate <per second>', 'requests to the partner', parseNumber)
    .option('--timeout <duration>', 'for one request', parseDuration)
    .option(
      '--schedule <times>',
      'standard, patient, none, or times after the first attempt: 30s,5m,1h',
      parseSchedule,
    )
    .option('--retention <days>', 'for which hooks stay in the lane', parseCount)
    .option('--config <file>', 'JSON file with the whole configuration; options override it');
}

/**
 * Reads when attempts after the first are due: a preset, `none`, or rising durations.
 *
 * @throws InvalidArgumentError, which the parser of options shows with the option and the value
 */
export function parseSchedule(text: string): RetrySchedulePreset | RetrySchedule {
  if (text === 'standard' || text === 'patient') return text;
  if (text === 'none') return [];
  try {
    return text.split(',').map(parseDuration);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new InvalidArgumentError(
      'It must be standard, patient, none, or durations after the first attempt: 30s,5m,1h.',
    );
  }
}
