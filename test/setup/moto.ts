import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** moto in a process of its own. */
export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const launcher = fileURLToPath(new URL('moto-server.py', import.meta.url));

/** Starts moto on a free port; `undefined` where Python has none. */
export async function startMoto(): Promise<Moto | undefined> {
  const moto = spawn('python3', [launcher, '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endpoint = await new Promise<string | undefined>((resolve) => {
    moto.once('error', () => resolve(undefined));
    moto.once('exit', () => resolve(undefined));
    createInterface({ input: moto.stderr }).on('line', (line) => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  if (endpoint === undefined) return undefined;
  return {
    endpoint,
    stop: async () => {
      const exited = once(moto, 'exit');
      moto.kill();
      await exited;
    },
  };
}
