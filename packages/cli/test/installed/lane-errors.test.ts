import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHooklane } from '../support/run-hooklane.ts';
import { type DevProcess, startDev } from '../support/start-dev.ts';

const directory = mkdtempSync(join(tmpdir(), 'hooklane-lane-errors-'));
let dev: DevProcess;

beforeAll(async () => {
  dev = await startDev(directory, ['--partner', 'first']);
}, 30_000);

afterAll(async () => {
  await dev[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

describe.concurrent('what a person did wrong with lanes', () => {
  it.each([
    ['partner add', 2, /missing required argument 'partner'/],
    ['partner add Acme', 2, /partner id must be/],
    ['partner add a --memry 5', 2, /unknown option '--memry'/],
    ['partner add a --timeout 5', 2, /argument '5' is invalid/],
    ['partner add a --config nope.json', 2, /no file nope\.json/],
    ['partner ad a', 2, /unknown command 'ad'/],
    ['partner update nobody --rate 5', 5, /nobody has no lane/],
    ['partner update first', 2, /nothing to change/],
    ['partner disable nobody', 5, /nobody has no lane/],
    ['partner enable nobody', 5, /nobody has no lane/],
    ['partner remove nobody --yes', 5, /nobody has no lane/],
    ['partner remove', 2, /missing required argument/],
    ['partner show nobody', 5, /nobody has no/],
    ['partner list --al', 2, /unknown option '--al'/],
    ['partner rotate-secret nobody --yes', 5, /nobody has no lane/],
    ['partner rotate-secret first --overlap 40d --yes', 2, /overlapMs must be/],
    ['plan', 2, /missing required argument/],
    ['plan a --rate x', 2, /argument 'x' is invalid/],
    ['replay nobody', 5, /nobody has no lane/],
    ['replay first --reason bored', 2, /argument 'bored' is invalid/],
    ['move --to a', 2, /required option '--from <queue>'/],
    ['move --from a', 2, /no target/],
    ['move --from a --to b', 5, /no queue (a|b)/],
    ['move --from a --to b --to-attribute c', 2, /both given/],
    ['move --from http://127.0.0.1:9/1/a --to http://127.0.0.1:9/1/a', 2, /another queue/],
    ['code update', 2, /has no functions/],
    ['code update --waves 1,x', 2, /argument '1,x' is invalid/],
    ['platform up', 2, /Stage local has its platform/],
    ['platform up --stage Prod', 2, /stage must be/],
    ['doctor now', 2, /too many arguments/],
  ])('is told in words: hooklane %s', async (line, exitCode, message) => {
    const done = await runHooklane(line.split(' '), { directory });
    expect(done).toMatchObject({ exitCode, stdout: '' });
    expect(done.stderr).toMatch(message);
    expect(done.stderr).toMatch(/^error: /);
    expect(done.stderr).not.toMatch(/^ +at /m);
  });
});
