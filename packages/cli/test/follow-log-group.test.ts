import { describe, expect, it } from 'vitest';
import { followLogGroup } from '../src/follow-log-group.ts';
import { readLogEntry } from '../src/log-entry.ts';

const entry = (hookId: string) => ({
  level: 'info',
  message: 'Hook delivered',
  partnerId: 'acme',
  hookId,
  type: 'ping',
  attempt: 1,
  host: 'acme.example',
  outcome: 'delivered',
  status: 200,
  durationMs: 9,
});

describe('readLogEntry', () => {
  const line = { hookId: 'msg_1', outcome: 'delivered', status: 200, time: 1_000 };

  it.each([
    ['as the function wrote it', JSON.stringify(entry('msg_1'))],
    ['wrapped by Lambda', JSON.stringify({ timestamp: 'x', message: entry('msg_1') })],
    [
      'wrapped by Lambda as text',
      JSON.stringify({ timestamp: 'x', message: JSON.stringify(entry('msg_1')) }),
    ],
  ])('reads an attempt %s', (_, message) => {
    expect(readLogEntry(message, 1_000)).toMatchObject(line);
  });

  it('prefers the time of the function to that of the log', () => {
    const message = JSON.stringify({ ...entry('msg_1'), time: 900 });
    expect(readLogEntry(message, 1_000)?.time).toBe(900);
  });

  it.each(['START RequestId: 1', '{"message":"Cannot receive"}', '[]', '"x"', 'null'])(
    'passes over %s',
    (message) => {
      expect(readLogEntry(message, 1_000)).toBeUndefined();
    },
  );
});

describe('followLogGroup', () => {
  interface Event {
    readonly eventId: string;
    readonly timestamp: number;
    readonly message: string;
  }

  /** A log group that gives its events two a page, by their time. */
  function fakeLogs(events: readonly Event[]) {
    const starts: number[] = [];
    return {
      starts,
      send: async ({ input }: { input: { startTime: number; nextToken?: string } }) => {
        if (input.nextToken === undefined) starts.push(input.startTime);
        const from = Number(input.nextToken ?? 0);
        const found = events.filter(({ timestamp }) => timestamp >= input.startTime);
        return {
          events: found.slice(from, from + 2),
          ...(from + 2 < found.length && { nextToken: String(from + 2) }),
        };
      },
    };
  }

  it('gives each attempt once, those that arrive late too', async () => {
    const event = (id: string, timestamp: number): Event => ({
      eventId: id,
      timestamp,
      message: JSON.stringify(entry(id)),
    });
    const events = [event('a', 100_000), event('b', 110_000), event('c', 120_000)];
    const logs = fakeLogs(events);
    const { signal } = new AbortController();
    const group = followLogGroup('x', { logs: logs as never, since: 95_000, signal });
    const read = async () => (await group.readNew()).map(({ hookId }) => hookId);
    expect(await read()).toEqual(['a', 'b', 'c']);
    events.push(event('late', 115_000), event('d', 200_000));
    expect(await read()).toEqual(['late', 'd']);
    expect(await read()).toEqual([]);
    expect(logs.starts).toEqual([95_000, 95_000, 170_000]);
  });
});
