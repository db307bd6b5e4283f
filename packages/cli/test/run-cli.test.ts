import { describe, expect, it } from 'vitest';
import { runCli } from '../src/run-cli.ts';
import type { Terminal } from '../src/terminal.ts';
import { memoryTerminal } from './support/memory-terminal.ts';

async function run(...args: readonly string[]) {
  return await runIn({}, args);
}

async function runIn(given: Partial<Terminal>, args: readonly string[]) {
  const terminal = memoryTerminal(given);
  const exitCode = await runCli(args, terminal);
  return { exitCode, stdout: terminal.written(), stderr: terminal.errors() };
}

describe('hooklane', () => {
  it('has a help that fits a screen of 80 by 24', async () => {
    const { exitCode, stdout } = await run('--help');
    const lines = stdout.trimEnd().split('\n');
    expect(exitCode).toBe(0);
    // The prompt takes a line, too.
    expect(lines.length).toBeLessThanOrEqual(23);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([
    ['publsh', 'publish'],
    ['partnr', 'partner'],
    ['send-tset', 'send-test'],
    ['verfy', 'verify'],
  ])('suggests the right command for %s', async (typed, meant) => {
    expect(await run(typed)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: unknown command '${typed}'\n(Did you mean ${meant}?)\n`,
    });
  });

  it('tells errors of the command line as one line of JSON with --json', async () => {
    const { exitCode, stderr, stdout } = await run('tail', '--jsno', '--json');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'invalid_usage', message: expect.stringContaining("'--jsno'") },
    });
  });

  it('tells errors of a command as one line of JSON with --json', async () => {
    const { exitCode, stderr } = await run('tail', '--json');
    expect(exitCode).toBe(5);
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'dev_missing', message: expect.stringContaining('/nowhere/.hooklane/dev') },
    });
  });

  it('shows the help of a group that was named alone, as an error', async () => {
    const { exitCode, stderr } = await run('partner');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('rotate-secret');
  });

  it.each([
    [['partner'], /^hooklane partner needs a command: add, update, .*rotate-secret$/],
    [['code'], /^hooklane code needs a command: update$/],
    [['platform'], /^hooklane platform needs a command: up$/],
    [[], /^hooklane needs a command: dev, /],
  ])('tells with --json in one line that %j alone is no command', async (args, message) => {
    const { exitCode, stdout, stderr } = await run(...args, '--json');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'invalid_usage', message: expect.stringMatching(message) },
    });
  });

  it('takes an empty HOOKLANE_STAGE as none', async () => {
    const { exitCode, stderr } = await runIn({ env: { HOOKLANE_STAGE: '' } }, ['tail']);
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('No `hooklane dev` runs')]);
  });

  it.each([
    [['--endpoint', 'notaurl'], {}, /^error: --endpoint must be a URL, .*"notaurl"\n$/],
    [['--endpoint', 'ftp://a/'], {}, /^error: --endpoint must be a URL, .*\n$/],
    [['--region', 'bad region'], {}, /^error: --region must be .*"bad region"\n$/],
    [['--stage', 'x'], { AWS_REGION: 'bad region' }, /^error: AWS_REGION must be .*\n$/],
  ])('refuses a target of %j in a line', async (args, env, message) => {
    const { exitCode, stderr } = await runIn({ env }, ['partner', 'list', ...args]);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it('names the data directory in what to run next', async () => {
    const { stderr } = await run('tail', '--data-dir', 'own');
    expect(stderr).toContain('hooklane dev --data-dir /nowhere/own.');
  });
});
