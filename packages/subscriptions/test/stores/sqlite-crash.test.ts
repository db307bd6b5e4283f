import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore } from '../../src/sqlite.ts';
import { buildSubscription } from '../../src/testing.ts';
import { hooksPerEvent } from './support/stored-load.ts';

const child = fileURLToPath(new URL('support/writing-child.ts', import.meta.url));
const subscriptionIds = ['sub_0', 'sub_1', 'sub_2'];

let folder = '';
let path = '';
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hooklane-store-'));
  path = join(folder, 'store.db');
});
afterEach(async () => {
  for (const started of children.splice(0)) started.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

interface Writer {
  readonly process: ChildProcess;
  /** What it said that is there. */
  readonly acknowledged: string[];
  readonly ended: Promise<unknown>;
}

function startWriter(name: string, count = 'Infinity'): Writer {
  const started = spawn(
    process.execPath,
    [
      '--conditions=@hooklane/source',
      '--disable-warning=ExperimentalWarning',
      child,
      path,
      name,
      count,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(started);
  const acknowledged: string[] = [];
  createInterface({ input: started.stdout }).on('line', (line) => acknowledged.push(line));
  return { process: started, acknowledged, ended: once(started, 'close') };
}

async function putSubscriptions(): Promise<void> {
  await using store = createSqliteStore({ path });
  for (const id of subscriptionIds) await store.putSubscription(buildSubscription({ id }));
}

/** Looks at the file itself: what is written by halves, of all that is there. */
function findHalves(): Readonly<Record<string, number>> {
  const database = new DatabaseSync(path);
  const count = (query: string): number => Number(database.prepare(query).get()?.['found']);
  const halves = {
    events: count(
      `SELECT count(*) AS found FROM events WHERE ${hooksPerEvent} <> (SELECT count(*) FROM hooks WHERE event_id = events.id)`,
    ),
    hooksWithoutEvent: count(
      'SELECT count(*) AS found FROM hooks WHERE event_id NOT IN (SELECT id FROM events)',
    ),
    batches: count(
      `SELECT count(*) AS found FROM events WHERE (SELECT count(*) FROM hooks JOIN attempts ON hook_id = hooks.id
       WHERE event_id = events.id) NOT IN (0, ${hooksPerEvent})`,
    ),
    hooks: count(
      'SELECT count(*) AS found FROM hooks WHERE attempts <> (SELECT count(*) FROM attempts WHERE hook_id = hooks.id)',
    ),
    health: count(
      `SELECT count(*) AS found FROM health WHERE successes + failures <>
       (SELECT count(*) FROM attempts WHERE subscription_id = health.subscription_id)`,
    ),
  };
  database.close();
  return halves;
}

const noHalves = { events: 0, hooksWithoutEvent: 0, batches: 0, hooks: 0, health: 0 };

async function findLost(acknowledged: readonly string[]): Promise<readonly string[]> {
  await using store = createSqliteStore({ path });
  const lost: string[] = [];
  for (const line of acknowledged) {
    const [kind, id = ''] = line.split(' ');
    const isThere =
      kind === 'event'
        ? (await store.listHooksOfEvent(id)).length === hooksPerEvent
        : (await store.listAttempts(`${id}_${hooksPerEvent - 1}`)).length === 1;
    if (!isThere) lost.push(line);
  }
  return lost;
}

describe('a SQLite file', () => {
  it('has all that was acknowledged, and nothing by halves, after each of five kills', async () => {
    await putSubscriptions();
    const acknowledged: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const writer = startWriter(`round${round}`);
      // Killed after so many lines, and then somewhere in the work that follows.
      const wanted = 20 + Math.floor(Math.random() * 150);
      while (writer.acknowledged.length < wanted && writer.process.exitCode === null) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      }
      writer.process.kill('SIGKILL');
      await writer.ended;
      expect(writer.process.signalCode).toBe('SIGKILL');
      expect(writer.acknowledged.length).toBeGreaterThanOrEqual(wanted);
      acknowledged.push(...writer.acknowledged);
      expect(await findLost(acknowledged)).toEqual([]);
      expect(findHalves()).toEqual(noHalves);
    }
  });

  it('is written by four processes at once that open it while it is new', async () => {
    const writers = ['a', 'b', 'c', 'd'].map((name) => startWriter(name, '40'));
    await Promise.all(writers.map(({ ended }) => ended));
    const acknowledged = writers.flatMap((writer) => writer.acknowledged);
    expect(acknowledged).toHaveLength(4 * 40 * 2);
    expect(await findLost(acknowledged)).toEqual([]);
    expect(findHalves()).toEqual(noHalves);
  });

  it('counts the health of an endpoint right when four processes add results of it', async () => {
    await putSubscriptions();
    const writers = ['a', 'b', 'c', 'd'].map((name) => startWriter(name, '40'));
    await Promise.all(writers.map(({ ended }) => ended));
    await using store = createSqliteStore({ path });
    expect(await store.getHealth('sub_0')).toMatchObject({ successes: 0, failures: 160 });
    expect(await store.getHealth('sub_1')).toMatchObject({ successes: 160, failures: 0 });
    expect(findHalves()).toEqual(noHalves);
  });
});
