import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/sqlite/database.ts';
import { migrate, migrations } from '../../src/sqlite/migrations.ts';
import { createSqliteStore } from '../../src/sqlite.ts';
import { buildStoredEvent, buildStoredHook, buildSubscription } from '../../src/testing.ts';

let folder = '';
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hooklane-store-'));
});
afterAll(() => rm(folder, { recursive: true }));

function newPath(): string {
  files += 1;
  return join(folder, `${files}.db`);
}

function versionOf(path: string): unknown {
  const database = new DatabaseSync(path);
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  database.close();
  return version;
}

describe('the SQLite store', () => {
  it('finds what was written when the file is opened again', async () => {
    const path = newPath();
    await createSqliteStore({ path }).putSubscription(buildSubscription());
    await using again = createSqliteStore({ path });
    expect(await again.getSubscription('sub_1')).toEqual(buildSubscription());
  });

  it('shows to one process what another wrote', async () => {
    const path = newPath();
    await using one = createSqliteStore({ path });
    await using other = createSqliteStore({ path });
    await one.addEvent(buildStoredEvent(), [buildStoredHook()]);
    expect(await other.getHook('msg_1')).toEqual(buildStoredHook());
    expect((await other.addEvent(buildStoredEvent(), [])).isNew).toBe(false);
  });

  it('adds nothing of an event of which one hook cannot be added', async () => {
    await using store = createSqliteStore({ path: ':memory:' });
    await store.addEvent(buildStoredEvent(), [buildStoredHook()]);
    const hooks = [buildStoredHook({ id: 'msg_2', eventId: 'evt_2' }), buildStoredHook()];
    await expect(store.addEvent(buildStoredEvent({ id: 'evt_2' }), hooks)).rejects.toThrow(
      /UNIQUE/,
    );
    expect(await store.getEvent('evt_2')).toBeUndefined();
    expect(await store.getHook('msg_2')).toBeUndefined();
    expect((await store.addEvent(buildStoredEvent({ id: 'evt_2' }), [])).isNew).toBe(true);
  });

  it('removes more than one transaction holds', async () => {
    await using store = createSqliteStore({ path: ':memory:' });
    const hooks = Array.from({ length: 1_200 }, (_, number) =>
      buildStoredHook({ id: `msg_${number}`, status: 'delivered', createdAt: 1_000 }),
    );
    await store.addEvent(buildStoredEvent({ createdAt: 1_000 }), hooks);
    expect(await store.purge({ bodiesBefore: 2_000, eventsBefore: 2_000 })).toEqual({
      bodies: 1,
      events: 1,
      hooks: 1_200,
      attempts: 0,
    });
  });

  it.each([[{}], [{ path: '' }], [{ path: 5 }], [{ path: ':memory:', mode: 'wal' }], [undefined]])(
    'refuses options such as %j',
    (options) => {
      expect(() => createSqliteStore(options as { path: string })).toThrow(
        expect.objectContaining({ code: 'invalid_options' }),
      );
    },
  );
});

describe('the version of a SQLite file', () => {
  const next = [...migrations, 'ALTER TABLE subscriptions ADD COLUMN note TEXT'];

  it('is written into it', async () => {
    const path = newPath();
    await createSqliteStore({ path }).close();
    expect(versionOf(path)).toBe(migrations.length);
  });

  it('is raised by the steps that it lacks, and its data stay', async () => {
    const path = newPath();
    await createSqliteStore({ path }).putSubscription(buildSubscription());
    const database = openDatabase(path);
    migrate(database, next);
    migrate(database, next);
    const row = database.connection.prepare('SELECT id, note FROM subscriptions').get();
    expect({ ...row }).toEqual({ id: 'sub_1', note: null });
    database.connection.close();
    expect(versionOf(path)).toBe(next.length);
  });

  it('is raised from 1, whose hooks do not say since when they are pending', async () => {
    const path = newPath();
    const old = new DatabaseSync(path);
    old.exec(`${migrations[0]}; PRAGMA user_version = 1;
      INSERT INTO hooks (id, event_id, subscription_id, partner_id, url, type, status, attempts, created_at)
      VALUES ('msg_1', 'evt_1', 'sub_1', 'acme', 'https://partner.example/hooks', 'transfer.created', 'held', 0, 1000)`);
    old.close();
    await using store = createSqliteStore({ path });
    const hook = buildStoredHook({ status: 'held', createdAt: 1_000 });
    expect(await store.getHook('msg_1')).toEqual(hook);
    await store.moveHooks(['msg_1'], { from: ['held'], to: 'pending', at: 5_000 });
    expect(await store.getHook('msg_1')).toEqual({
      ...hook,
      status: 'pending',
      pendingSince: 5_000,
    });
  });

  it('stays as it was when a step fails', async () => {
    const path = newPath();
    const database = openDatabase(path);
    const broken = [...next, 'ALTER TABLE nothing ADD COLUMN note TEXT'];
    expect(() => migrate(database, broken)).toThrow(/nothing/);
    expect(() => database.connection.prepare('SELECT note FROM subscriptions')).toThrow(/note/);
    database.connection.close();
    expect(versionOf(path)).toBe(migrations.length);
  });

  it('is refused when it is newer than what is known, and the file stays as it was', async () => {
    const path = newPath();
    const database = openDatabase(path);
    migrate(database, next);
    database.connection.close();
    expect(() => createSqliteStore({ path })).toThrow(
      expect.objectContaining({ code: 'newer_store' }),
    );
    expect(versionOf(path)).toBe(next.length);
  });
});
