import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A Postgres server in a process of its own. */
export interface PostgresServer extends AsyncDisposable {
  readonly url: string;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts `postgres` with new data on a free port of the loopback interface; `undefined` where it is not installed. */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const account = findAccount();
  if (account === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'hooklane-postgres-'));
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid ?? account.uid);
  const data = join(folder, 'data');
  const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'];
  execFileSync('initdb', init, { ...account, stdio: 'ignore' });
  const port = await freePort();
  const flags = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder, '-F'];
  const server = spawn('postgres', flags, { ...account, stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.kill('SIGINT');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const isReady = await new Promise<boolean>((resolve) => {
    server.once('exit', () => resolve(false));
    createInterface({ input: server.stderr }).on('line', (line) => {
      if (line.includes('ready to accept connections')) resolve(true);
    });
  });
  if (!isReady) throw new Error('postgres ended before it was ready');
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: stop,
  };
}

/** Whom it runs as: it refuses root. `undefined` where it cannot run. */
function findAccount(): Account | undefined {
  try {
    execFileSync('initdb', ['--version'], { stdio: 'ignore' });
    if (process.getuid?.() !== 0) return {};
    const idOf = (flag: string): number =>
      Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    // Neither the program nor the account needs to be there.
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
