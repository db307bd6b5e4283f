import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readOwnVersion } from '../src/own-version.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Starts the command as a process group of its own, without a terminal, with an `npm` that runs `script`. */
function start(cwd: string, args: readonly string[], script = 'exit 1'): ChildProcess {
  const bin = join(cwd, '.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'npm'), 0o755);
  const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);
  const { NODE_OPTIONS: _, ...env } = process.env;
  return spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...env, PATH: path, npm_config_user_agent: 'npm/11.6.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

async function endOf(child: ChildProcess): Promise<{
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('The command has no output');
  const [[exitCode], output, errors] = await Promise.all([
    once(child, 'close'),
    text(stdout),
    text(stderr),
  ]);
  return { exitCode, output, errors };
}

describe('the command', () => {
  it('says its version', async () => {
    const { exitCode, output } = await endOf(start(makeTemporaryDirectory(), ['--version']));
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: `${readOwnVersion()}\n` });
  });

  it('ends with 2 and one line, without a stack, when it is used wrongly', async () => {
    const { exitCode, errors } = await endOf(start(makeTemporaryDirectory(), ['--nope']));
    expect({ exitCode, errors }).toEqual({
      exitCode: 2,
      errors: "Unknown option '--nope'. --help says what there is\n",
    });
  });

  it('installs, and makes the project though that fails', async () => {
    const cwd = makeTemporaryDirectory();
    const npm = 'echo "npm $*"; exit 7';
    const { exitCode, output } = await endOf(start(cwd, ['shop', '--no-git'], npm));
    expect(exitCode).toBe(1);
    expect(output).toContain('npm install\n');
    expect(output).toContain('npm install failed. The project is complete');
    expect(existsSync(join(cwd, 'shop/tsconfig.json'))).toBe(true);
  });

  it('leaves a complete project when Ctrl-C ends the installation', async () => {
    const cwd = makeTemporaryDirectory();
    const child = start(cwd, ['shop'], 'echo installing; exec sleep 60');
    const ended = endOf(child);
    child.stdout?.once('data', () => process.kill(-(child.pid ?? 0), 'SIGINT'));
    const { exitCode, output } = await ended;
    expect(exitCode).toBe(130);
    expect(output).toContain('npm install was interrupted. The project is complete');
    expect(existsSync(join(cwd, 'shop/tsconfig.json'))).toBe(true);
    expect(existsSync(join(cwd, 'shop/.git'))).toBe(false);
  });
});
