import { type Clock, parseInput } from '@hooklane/core';
import * as z from 'zod/mini';
import type { ReadLogLines } from './log-lines.ts';
import type { Fetch } from './post-message.ts';

/** How {@link alarmToSlack} works. */
export interface AlarmToSlackOptions {
  /** Gives the URL of an incoming webhook of Slack, from where secrets are kept. */
  readonly slackUrl: () => Promise<string>;
  /** Reads log lines of a partner's lane. @default none are shown */
  readonly readLogLines?: ReadLogLines | undefined;
  /** Link to what to do; `{alarm}` in it stands for the alarm's name. @default no link */
  readonly runbookUrl?: string | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** @default the fetch of Node */
  readonly fetch?: Fetch | undefined;
  /** Stops the work at the next request or wait. */
  readonly signal?: AbortSignal | undefined;
}

const functionOf = <Type>(): z.ZodMiniCustom<Type> =>
  z.custom<Type>((value) => typeof value === 'function', 'must be a function');
const schema = z.strictObject(
  {
    slackUrl: functionOf<AlarmToSlackOptions['slackUrl']>(),
    readLogLines: z.optional(functionOf<ReadLogLines>()),
    runbookUrl: z.optional(
      z
        .string('must be a URL')
        .check(
          z.refine(
            (url) => /^https?:$/.test(URL.parse(url.replaceAll('{alarm}', 'x'))?.protocol ?? ''),
            { error: 'must be an absolute URL of https or http' },
          ),
        ),
    ),
    clock: z.optional(
      z.custom<Clock>((value) => {
        const { now, sleep } = (value ?? {}) as Partial<Clock>;
        return typeof now === 'function' && typeof sleep === 'function';
      }, 'must be a clock with now() and sleep()'),
    ),
    random: z.optional(functionOf<() => number>()),
    fetch: z.optional(functionOf<Fetch>()),
    signal: z.optional(z.instanceof(AbortSignal, { error: 'must be an AbortSignal' })),
  },
  'must be an object',
);

/**
 * Checks the options of `alarmToSlack`.
 *
 * @throws HooklaneError `invalid_options`
 */
export function parseAlarmOptions(options: unknown): AlarmToSlackOptions {
  return parseInput(schema, options, { code: 'invalid_options', subject: 'alarmToSlack options' });
}
