import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** Redis in a process of its own. */
export interface RedisServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts `redis-server` on a free port of the loopback interface; `undefined` where it is not installed. */
export async function startRedis(): Promise<RedisServer | undefined> {
  const port = await freePort();
  const flags = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const redis = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'ignore'] });
  const isReady = await new Promise<boolean>((resolve) => {
    redis.once('error', () => resolve(false));
    redis.once('exit', () => resolve(false));
    createInterface({ input: redis.stdout }).on('line', (line) => {
      if (line.includes('eady to accept connections')) resolve(true);
    });
  });
  if (!isReady) return undefined;
  return {
    port,
    stop: async () => {
      const exited = once(redis, 'exit');
      redis.kill();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
