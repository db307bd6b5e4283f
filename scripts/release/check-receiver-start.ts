import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { interruptGroup, signalGroup } from './process-group.ts';
import { runProgram } from './run-program.ts';

export interface CheckReceiverStartOptions {
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  readonly packageManager: 'npm' | 'pnpm';
}

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const readyMs = 30_000;

// Runs in the project, with what is installed there.
const postTwice = `
import { signedRequest } from '@hooklane/receiver/testing';
const url = process.argv[1];
const data = { invoiceId: 'inv_1', amountCents: 4200 };
const init = signedRequest({ type: 'invoice.paid', data }, { secret: process.env.WEBHOOK_SECRET });
const signed = await fetch(url, init);
const unsigned = await fetch(url, { method: 'POST', body: '{}' });
console.log(signed.status + ' ' + unsigned.status);
`;

/**
 * Starts the server of a receiver's project, posts a signed and an unsigned hook to the URL that it prints, and ends it.
 *
 * @throws Error when it prints no URL, answers something else than 2xx and 4xx, or does not end at Ctrl-C.
 */
export async function checkReceiverStart(options: CheckReceiverStartOptions): Promise<void> {
  const { project, packageManager } = options;
  const env = { ...options.env, PORT: String(await freePort()), WEBHOOK_SECRET: secret };
  const server = spawn(packageManager, ['start'], {
    cwd: project,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const group = server.pid ?? 0;
  try {
    const url = await printedUrl(server);
    const statuses = await runProgram('node', ['--input-type=module', '-e', postTwice, url], {
      cwd: project,
      env,
    });
    if (!/^2\d\d 4\d\d$/.test(statuses.trim())) {
      throw new Error(`${url} answered a signed and an unsigned hook with ${statuses}`);
    }
    await interruptGroup(group);
  } finally {
    signalGroup(group, 'SIGKILL');
  }
}

function printedUrl(server: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string): void => reject(new Error(`${why}. It printed:\n${output}`));
    const late = AbortSignal.timeout(readyMs);
    late.addEventListener('abort', () => fail(`No URL within ${readyMs / 1000} s`), { once: true });
    server.once('exit', (code) => fail(`It ended with ${code}`));
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const [url] = /http:\/\/(127\.0\.0\.1|localhost):\d+\S*/.exec(output) ?? [];
        if (url !== undefined) resolve(url);
      });
    }
  });
}

/** A port that nothing listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
