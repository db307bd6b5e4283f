import { refusal } from './refusal.ts';
import {
  checkReplayGuardOptions,
  type ReplayClaim,
  type ReplayGuard,
  type ReplayGuardOptions,
} from './replay-guard.ts';

/** What is used of a client: `call` of ioredis, or `sendCommand` of node-redis (`redis`). */
export type RedisClient =
  | { call(command: string, ...args: string[]): Promise<unknown> }
  | { sendCommand(args: string[]): Promise<unknown> };

/** Where {@link createRedisReplayGuard} remembers. Redis keeps the time. */
export interface RedisReplayGuardOptions extends Omit<ReplayGuardOptions, 'clock'> {
  /** A connected client of ioredis or node-redis. */
  readonly client: RedisClient;
  /** @default 'hooklane:replay:' */
  readonly keyPrefix?: string | undefined;
}

const processed = 'processed';
// Only the holder of a claim may delete it, and nobody may come in between.
const compareAndDelete =
  "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

/**
 * A guard in Redis or Valkey, for receivers of several processes: two commands for each hook. What Redis loses,
 * when it fails over or evicts, is forgotten: set `maxmemory-policy` to `noeviction`.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createRedisReplayGuard(options: RedisReplayGuardOptions): ReplayGuard {
  const { keyPrefix = 'hooklane:replay:' } = options;
  const { leaseMs, retentionMs } = checkReplayGuardOptions(options);
  const command = commandOf(options.client);
  const claimOnce = async (key: string): Promise<ReplayClaim | undefined> => {
    const token = `claim:${crypto.randomUUID()}`;
    const answer = await command('SET', key, token, 'NX', 'PX', `${leaseMs}`);
    if (String(answer) === 'OK') return { kind: 'claimed', token };
    const held = await command('GET', key);
    if (held === null) return undefined;
    if (String(held) === processed) return { kind: 'processed' };
    // One's own: the answer to the claim was lost, and the client asked again.
    return String(held) === token ? { kind: 'claimed', token } : { kind: 'processing' };
  };
  return {
    async claim(key) {
      const name = keyPrefix + key;
      // What ended between the two commands of the first try is free for the second.
      return (await claimOnce(name)) ?? (await claimOnce(name)) ?? { kind: 'processing' };
    },
    async complete(key) {
      await command('SET', keyPrefix + key, processed, 'PX', `${retentionMs}`);
    },
    async release(key, token) {
      await command('EVAL', compareAndDelete, '1', keyPrefix + key, token);
    },
  };
}

function commandOf(client: unknown): (name: string, ...args: string[]) => Promise<unknown> {
  if (isClientWith(client, 'call')) return (name, ...args) => client.call(name, ...args);
  if (isClientWith(client, 'sendCommand')) return (...args) => client.sendCommand(args);
  throw refusal('invalid_options', 'client must be a client of ioredis or node-redis');
}

function isClientWith<Name extends 'call' | 'sendCommand'>(
  client: unknown,
  name: Name,
): client is Extract<RedisClient, Record<Name, unknown>> {
  if (typeof client !== 'object' || client === null || !(name in client)) return false;
  return typeof Reflect.get(client, name) === 'function';
}
