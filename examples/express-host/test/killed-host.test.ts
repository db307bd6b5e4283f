import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { callApi, hookWithStatus } from '../api-client.ts';
import { startPartnerServer } from '../partner-server.ts';
import { createTemporaryDirectory } from './temporary-directory.ts';

interface HostProcess extends Disposable {
  readonly child: ChildProcess;
  readonly url: string;
  /** All that it wrote. */
  readonly output: () => string;
}

async function startProcess(dataDir: string): Promise<HostProcess> {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const flags = ['--conditions=@hooklane/source', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, main, '--serve'], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      output += chunk.toString();
      const [, found] = /The API is at (\S+)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}: ${output}`)));
  });
  return { child, url, output: () => output, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

it('delivers after kill -9 what it accepted before, and ends by SIGTERM in good order', async () => {
  using directory = createTemporaryDirectory();
  await using partner = await startPartnerServer();
  partner.answers = 500;
  using first = await startProcess(directory.path);
  const { body } = await callApi(`${first.url}/partners`, { id: 'acme' });
  partner.secret = (body as { readonly secret: string }).secret;
  const subscription = { partnerId: 'acme', url: partner.url, types: ['*'] };
  await callApi(`${first.url}/subscriptions`, subscription);
  const invoice = { id: 'inv-1', partnerId: 'acme', cents: 1 };
  const published = await callApi(`${first.url}/invoices`, invoice);
  const { hooks } = published.body as { readonly hooks: readonly { readonly id: string }[] };
  // Waits in its lane. What is under way when a process is killed comes back after a minute.
  await hookWithStatus(`${first.url}/hooks/${hooks[0]?.id}`, { status: 'retrying' });
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  partner.answers = 200;
  using second = await startProcess(directory.path);
  const hookUrl = `${second.url}/hooks/${hooks[0]?.id}`;
  const { status } = await hookWithStatus(hookUrl, { status: 'delivered' });
  second.child.kill('SIGTERM');
  const [code] = await once(second.child, 'exit');

  expect([status, code, partner.invoiceIds]).toEqual(['delivered', 0, ['inv-1']]);
  const steps = ['server:', 'worker:', 'results:', 'store '];
  const places = steps.map((step) => second.output().indexOf(`\n${step}`));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(places).not.toContain(-1);
  expect(first.output() + second.output()).not.toContain(partner.secret);
}, 30_000);

it('ends in good order when Ctrl-C comes twice, as it does by way of a package manager', async () => {
  using directory = createTemporaryDirectory();
  using host = await startProcess(directory.path);
  host.child.kill('SIGINT');
  while (!host.output().includes('server:')) await once(host.child.stdout ?? host.child, 'data');
  host.child.kill('SIGINT');
  const [code] = await once(host.child, 'exit');
  expect(code).toBe(0);
  expect(host.output()).toContain('store and connections are closed');
}, 30_000);
