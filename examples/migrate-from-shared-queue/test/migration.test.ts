import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runDemo } from '../demo.ts';

it('loses and doubles nothing while partners move, one goes back, and the shared queue is retired', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hooklane-migrate-'));
  try {
    const { rows, account, leftover, unverified, differences } = await runDemo({
      dataDir,
      stepMs: 150,
      cacheMs: 50,
      slowMs: 600,
      log: () => {},
    });
    expect(account).toMatchObject({ delivered: account.published, lost: 0, doubled: 0 });
    expect([unverified, differences]).toEqual([0, []]);
    expect(leftover).toBeGreaterThan(0);
    const byName = new Map(rows.map((row) => [row.name, row]));
    expect(byName.get('all on the old path')?.hooklane.hooks).toBe(0);
    expect(byName.get('acme alone moves')?.hooklane.hooks).toBeGreaterThan(0);
    expect(byName.get('shared queue retired')?.legacy.hooks).toBe(0);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 30_000);
