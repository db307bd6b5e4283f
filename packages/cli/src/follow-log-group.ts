import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { AttemptLine } from './attempt-line.ts';
import { readLogEntry } from './log-entry.ts';

/** Reads what is new in one log group. */
export interface FollowedLogGroup {
  /** The attempts that were logged since the last call, in the order of their time. */
  readNew(): Promise<readonly AttemptLine[]>;
}

export interface FollowLogGroupOptions {
  readonly logs: Pick<CloudWatchLogsClient, 'send'>;
  /** Milliseconds since the epoch from which on lines count. */
  readonly since: number;
  readonly signal: AbortSignal;
}

/** Lines of a group may arrive that much later than others of the same time. */
const latenessMs = 30_000;

/** Follows a log group by asking again and again for the last half minute. */
export function followLogGroup(
  logGroupName: string,
  { logs, since, signal }: FollowLogGroupOptions,
): FollowedLogGroup {
  /** When the lines were logged that were read in the time in which others may still arrive. */
  const seen = new Map<string, number>();
  let newest = since;
  return {
    readNew: async () => {
      // What a round found counts when it is whole: one that fails half way is read again.
      const lines: AttemptLine[] = [];
      const found = new Map<string, number>();
      let newestFound = newest;
      let nextToken: string | undefined;
      const startTime = Math.max(since, newest - latenessMs);
      do {
        const page: FilterLogEventsCommandOutput = await logs.send(
          // Lines without it, such as those of Lambda itself, are no attempts.
          new FilterLogEventsCommand({
            logGroupName,
            startTime,
            nextToken,
            filterPattern: '"hookId"',
          }),
          { abortSignal: signal },
        );
        for (const { eventId = '', message = '', timestamp = 0 } of page.events ?? []) {
          if (seen.has(eventId) || found.has(eventId)) continue;
          found.set(eventId, timestamp);
          newestFound = Math.max(newestFound, timestamp);
          const line = readLogEntry(message, timestamp);
          if (line !== undefined) lines.push(line);
        }
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      newest = newestFound;
      for (const [eventId, loggedAt] of found) seen.set(eventId, loggedAt);
      for (const [eventId, loggedAt] of seen) {
        if (loggedAt < newest - latenessMs) seen.delete(eventId);
      }
      return lines.toSorted((a, b) => a.time - b.time);
    },
  };
}
