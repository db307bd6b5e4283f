import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../workspace.ts';
import type { Play } from './play.ts';
import { nodeFlags, startSample } from './run-sample.ts';
import { freePort } from './staged-partner.ts';

const main = join(root, 'packages/cli/src/main.ts');

/** Runs `hooklane dev`, has a hook fail in it, and looks for it in what the sample reads of `hooklane tail`. */
export const playCli: Play = async (project) => {
  const directory = mkdtempSync(join(tmpdir(), 'hooklane-cli-sample-'));
  const dev = startHooklane(['dev', '--partner', 'acme', '--json'], directory);
  try {
    await once(dev.stdout ?? dev, 'data');
    const env = { PATH: pathWithNpx(directory) };
    await using sample = startSample('packages/cli/README.md', { project, directory, env });
    const read = sample.printed('acme msg_');
    // Nothing says when the sample listens: it gets hooks to hear of until it does.
    let isRead = false;
    const ended = read.finally(() => {
      isRead = true;
    });
    while (!isRead) await publish(directory);
    await ended;
    await sample.printed('unanswered');
  } finally {
    const ended = once(dev, 'exit');
    dev.kill('SIGINT');
    expect((await ended)[0]).toBe(0);
    rmSync(directory, { recursive: true, force: true });
  }
  return 'played';
};

/** Publishes a hook to a port that nobody listens on. */
async function publish(directory: string): Promise<void> {
  const url = `http://127.0.0.1:${await freePort()}/hooks`;
  const args = ['publish', 'acme', '--url', url, '--type', 'invoice.paid', '--data', '{}'];
  const [code] = await once(startHooklane(args, directory), 'exit');
  expect(code).toBe(0);
}

function startHooklane(args: readonly string[], cwd: string): ChildProcess {
  const { PATH } = process.env;
  return spawn(process.execPath, [...nodeFlags, main, ...args], {
    cwd,
    env: { PATH },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** A path on which `npx hooklane` is the command of this repository. */
function pathWithNpx(directory: string): string {
  const npx = join(directory, 'npx');
  const command = [process.execPath, ...nodeFlags, main].map((word) => `'${word}'`).join(' ');
  writeFileSync(npx, `#!/bin/sh\nshift\nexec ${command} "$@"\n`);
  chmodSync(npx, 0o755);
  return `${directory}${delimiter}${process.env['PATH']}`;
}
