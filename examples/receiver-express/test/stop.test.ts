import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { generateSecret } from '@hooklane/signature';
import { expect, it } from 'vitest';

it('answers the request under way when Ctrl-C comes twice, as it does by way of a package manager', async () => {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const flags = ['--conditions=@hooklane/source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, main, '--serve'], {
    env: { ...process.env, PORT: '0', WEBHOOK_SECRET: generateSecret() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(child.stdout, 'data');
    const [, port] = /:(\d+)\/webhooks/.exec(String(line)) ?? [];
    const socket = connect(Number(port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    const exit = once(child, 'exit');
    const closed = once(socket, 'close');
    const headers = ['host: a', 'connection: close', 'content-length: 2', 'expect: 100-continue'];
    socket.write(`POST /webhooks HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    // It has the request now, and waits for its body.
    await once(socket, 'data');
    child.kill('SIGINT');
    await refusesConnections(Number(port));
    child.kill('SIGINT');
    socket.write('{}');
    await closed;
    expect(answer).toContain('HTTP/1.1 400');
    expect(await exit).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
}, 20_000);

/** Resolves once the server takes no more connections. */
async function refusesConnections(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (!isOpen) return;
  }
}
