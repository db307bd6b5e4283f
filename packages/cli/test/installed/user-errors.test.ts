import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHooklane } from '../support/run-hooklane.ts';
import { type DevProcess, startDev } from '../support/start-dev.ts';

const directory = mkdtempSync(join(tmpdir(), 'hooklane-errors-'));
let dev: DevProcess;

beforeAll(async () => {
  dev = await startDev(directory, ['--partner', 'acme']);
  writeFileSync(join(directory, 'plain'), '');
  writeFileSync(join(directory, 'null.json'), '{"compute":null}');
  for (const file of ['partners.json', 'secrets.json']) {
    mkdirSync(join(directory, file.slice(0, -5)));
    writeFileSync(join(directory, file.slice(0, -5), file), '{"acme":');
  }
}, 30_000);

afterAll(async () => {
  await dev[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

describe('what a person does wrong', () => {
  it.each([
    [
      ['dev', '--parner', 'a'],
      2,
      /^error: unknown option '--parner'\n\(Did you mean --partner\?\)\n$/,
    ],
    [['send-test', '--url', 'http://a/'], 2, /^error: missing required argument 'partner'\n$/],
    [['tail', 'acme', 'globex'], 2, /^error: too many arguments.*\n$/],
    [
      ['publish', 'acme', '--data', '{}'],
      2,
      /^error: required option '--url <url>' not specified\n$/,
    ],
    [
      ['publish', 'nobody', '--url', 'http://a/', '--data', '{}'],
      5,
      /^error: Partner nobody .*\n$/,
    ],
    [['publish', 'acme', '--url', 'ftp://a/', '--data', '{}'], 2, /^error: .*ftp.*\n$/],
    [
      ['publish', 'acme', '--url', 'http://a/'],
      2,
      /^error: The body is empty\. .*--data-file.*\n$/,
    ],
    [
      ['publish', 'acme', '--url', 'http://a/', '--data-file', 'none'],
      2,
      /^error: There is no file none.*\n$/,
    ],
    [
      ['publish', 'acme', '--url', 'http://a/', '--count', '0'],
      2,
      /^error: option '--count <n>' .*'0'.*\n$/,
    ],
    [['send-test', 'nobody', '--url', 'http://a/'], 5, /^error: Partner nobody .*\n$/],
    [['send-test', 'acme', '--url', 'nowhere'], 2, /^error: .*nowhere.*\n$/],
    [['tail', 'nobody'], 5, /^error: Partner nobody .*\n$/],
    [['tail', '--since', '10m'], 2, /^error: --since works on AWS only.*\n$/],
    [['tail', '--since', '10'], 2, /^error: option '--since <duration>' .*250ms.*\n$/],
    [['verify'], 2, /^error: There is no secret: .*HOOKLANE_SECRET\n$/],
    [['verify', '--partner', 'acme'], 2, /^error: There is no empty line.*\n$/],
    [
      ['verify', '--partner', 'acme', '--headers-file', 'x'],
      2,
      /^error: Give --request alone.*\n$/,
    ],
    [['verify', '--secret', 'whsec_x'], 2, /^error: unknown option '--secret'\n/],
    [['partner', 'list', '--endpoint', 'notaurl'], 2, /^error: --endpoint must be a URL.*\n$/],
    [['partner', 'list', '--region', 'bad region'], 2, /^error: --region must be .*\n$/],
    [
      ['partner', 'update', 'acme', '--config', 'null.json'],
      2,
      /^error: compute must be .*null\n$/,
    ],
    [['partner', 'add', 'acme', '--config', 'null.json'], 2, /^error: compute must be .*null\n$/],
    [['plan', 'acme', '--config', 'null.json'], 2, /^error: compute must be .*null\n$/],
    [['dev', '--data-dir', 'plain'], 2, /^error: .*plain is no directory.*--data-dir\n$/],
    [['tail', '--data-dir', 'plain'], 2, /^error: .*plain is no directory.*--data-dir\n$/],
    [['dev', '--data-dir', 'partners'], 2, /^error: .*partners\.json is not JSON.*\n$/],
    [['dev', '--data-dir', 'secrets'], 2, /^error: .*secrets\.json is not JSON.*\n$/],
    [['completion', 'tcsh'], 2, /^error: .*'tcsh'.*bash, zsh, fish\.\n$/],
  ])('is told in a line for %j', async (args, exitCode, stderr) => {
    expect(await runHooklane(args, { directory })).toEqual({
      exitCode,
      stdout: '',
      stderr: expect.stringMatching(stderr),
    });
  });
});
