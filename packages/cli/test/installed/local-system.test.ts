import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HooklaneRun, runHooklane, startHooklane } from '../support/run-hooklane.ts';
import { type DevProcess, startDev } from '../support/start-dev.ts';

const directory = mkdtempSync(join(tmpdir(), 'hooklane-cli-'));
let dev: DevProcess;
let partner: Server;
let url = '';
/** What the partner got, by the id of the hook. */
const received = new Map<
  string,
  { readonly headers: IncomingHttpHeaders; readonly body: Buffer }
>();

beforeAll(async () => {
  partner = createServer(async (request, response) => {
    const { headers } = request;
    received.set(`${headers['webhook-id']}`, { headers, body: await buffer(request) });
    response.writeHead(request.url === '/fails' ? 503 : 200).end('\u001b[31mno\u0007');
  });
  partner.listen(0, '127.0.0.1');
  await once(partner, 'listening');
  url = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`;
  dev = await startDev(directory, ['--partner', 'acme', 'globex']);
}, 30_000);

afterAll(async () => {
  await dev[Symbol.asyncDispose]();
  partner.close();
  rmSync(directory, { recursive: true, force: true });
});

function run(
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<HooklaneRun> {
  return runHooklane(args, { directory, ...options });
}

/** Starts a command that goes on, and waits until it has written `text`. */
async function startUntil(args: readonly string[], text: string, place = directory) {
  const child = startHooklane(args, { directory: place });
  const exited = once(child, 'exit');
  let written = '';
  const has = (wanted: string) =>
    new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (written.includes(wanted)) resolve();
      };
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', look);
      child.once('exit', () => reject(new Error(`It ended without ${wanted}: ${written}`)));
      look();
    });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      written += chunk.toString();
    });
  }
  await has(text);
  return {
    has,
    written: () => written,
    end: async (signal?: NodeJS.Signals) => {
      if (signal !== undefined) child.kill(signal);
      const [exitCode] = await exited;
      return exitCode as number | null;
    },
  };
}

const publish = (partnerId: string, id: string, path = '/') =>
  run(['publish', partnerId, '--url', url + path, '--data', '{"a":1}', '--id', id]);

describe('hooklane dev', () => {
  it('says where all is, shows attempts, no secret and no colour, and ends at Ctrl-C', async () => {
    const place = mkdtempSync(join(directory, 'own-'));
    const file = join(place, '.hooklane', 'dev', 'dev.json');
    const first = await startUntil(['dev', '--partner', 'initech'], 'OUTCOME', place);
    const tail = await startUntil(['tail'], 'Ctrl-C', place);
    expect(await first.end('SIGKILL')).toBeNull();
    expect([await tail.end(), tail.written()]).toEqual([0, expect.stringContaining('has ended')]);
    expect(existsSync(file)).toBe(true);
    const alone = await runHooklane(['tail'], { directory: place });
    expect([alone.exitCode, alone.stderr]).toEqual([
      5,
      expect.stringMatching(/^error: No `hooklane dev` runs on .*\n$/),
    ]);
    // What the killed one left is in nobody's way.
    const second = await startUntil(['dev'], 'OUTCOME', place);
    const published = await runHooklane(
      ['publish', 'initech', '--url', url, '--data', '{}', '--id', 'msg_dev'],
      { directory: place },
    );
    expect(published.stdout).toBe('Published hook msg_dev to initech\n');
    await second.has('delivered 200');
    expect(second.written()).toMatch(/^SQS +http:\/\/127\.0\.0\.1:\d+\n/m);
    expect(second.written()).toMatch(/^Partners +initech\n/m);
    expect(second.written()).toMatch(/^\d\d:\d\d:\d\d +initech +msg_dev +#1 +delivered 200 +\d/m);
    expect(second.written()).not.toContain('whsec_');
    expect(second.written()).not.toContain('\u001b');
    expect(await second.end('SIGINT')).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it('says that another one has the directory', async () => {
    const { exitCode, stderr } = await run(['dev']);
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringMatching(/^error: A `hooklane dev` \(process \d+\) works on .*--data-dir\n$/),
    ]);
  });

  it('is for the stage local only', async () => {
    const { exitCode, stderr } = await run(['dev', '--stage', 'prod']);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^error: .*Received: prod.*\n$/)]);
  });
});

describe('hooklane tail', () => {
  it('shows attempts as they happen, of one partner or the failed ones only', async () => {
    const all = await startUntil(['tail'], 'Ctrl-C');
    const failed = await startUntil(['tail', 'globex', '--failed'], 'Ctrl-C');
    await publish('acme', 'msg_one');
    await publish('globex', 'msg_two');
    await publish('globex', 'msg_three', '/fails');
    await Promise.all([all.has('refused 503'), failed.has('refused 503')]);
    expect(all.written()).toMatch(/acme +msg_one +#1 +delivered 200/);
    expect(all.written()).toMatch(/globex +msg_three +#1 +refused 503 .* in 5(\.\d)? s\n/);
    expect(failed.written()).not.toMatch(/msg_one|msg_two/);
    expect(await Promise.all([all.end('SIGINT'), failed.end('SIGTERM')])).toEqual([0, 0]);
  });

  it('gives one JSON document a line with --json', async () => {
    const tail = await startUntil(['tail', 'acme', '--json', '--failed'], '');
    // Nothing says that it listens: hooks are published until it does.
    while (tail.written() === '') await publish('acme', 'msg_json', '/fails');
    await tail.end('SIGINT');
    const [line = ''] = tail.written().split('\n');
    expect(JSON.parse(line)).toMatchObject({
      partnerId: 'acme',
      hookId: 'msg_json',
      attempt: 1,
      outcome: 'refused',
      status: 503,
    });
  });
});

describe('hooklane publish', () => {
  it('takes the body from standard input as it is, and from a file', async () => {
    const piped = await run(['publish', 'acme', '--url', url, '--json'], { input: '{"ö": 1}\n' });
    expect(JSON.parse(piped.stdout)).toMatchObject({ accepted: 1, failures: [] });
    writeFileSync(join(directory, 'body.txt'), 'no JSON');
    const file = await run(['publish', 'acme', '--url', url, '--data-file', 'body.txt']);
    expect([file.exitCode, file.stderr]).toEqual([
      0,
      expect.stringMatching(/^The body is not JSON/),
    ]);
  });

  it('says how many it published when it is interrupted', async () => {
    await run(['partner', 'add', 'hooli']);
    await run(['partner', 'disable', 'hooli']);
    const many = ['publish', 'hooli', '--url', url, '--data', '{}', '--count', '200000'];
    const publishing = await startUntil(many, '');
    const countWaiting = async (): Promise<number> => {
      const { stdout } = await run(['partner', 'show', 'hooli', '--json']);
      return (JSON.parse(stdout) as { backlog: { visible: number } }).backlog.visible;
    };
    while ((await countWaiting()) === 0);
    expect([await publishing.end('SIGINT'), publishing.written()]).toEqual([
      130,
      expect.stringMatching(
        /^Published ([\d,]+) hooks to hooli\nerror: Interrupted: \1 of 200,000 hooks are published\n$/,
      ),
    ]);
  });

  it('publishes many for trying, each with an id of its own', async () => {
    const args = [
      'publish',
      'acme',
      '--url',
      url,
      '--data',
      '{}',
      '--id',
      'many',
      '--count',
      '1200',
    ];
    const { stdout, exitCode } = await run([...args, '--json']);
    const { hookIds } = JSON.parse(stdout) as { readonly hookIds: readonly string[] };
    expect([exitCode, hookIds.at(0), hookIds.at(-1)]).toEqual([0, 'many-1', 'many-1200']);
    expect(new Set(hookIds).size).toBe(1_200);
  });
});

describe('hooklane send-test', () => {
  it('POSTs a signed hook from here, which verify finds valid', async () => {
    const sent = await run(['send-test', 'acme', '--url', url]);
    expect([sent.exitCode, sent.stdout]).toEqual([
      0,
      expect.stringMatching(/^Outcome +delivered 200$/m),
    ]);
    const [, id = ''] = /^Hook +(\S+)$/m.exec(sent.stdout) ?? [];
    const { headers = {}, body = Buffer.alloc(0) } = received.get(id) ?? {};
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const raw = `POST / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
    const valid = await run(['verify', '--partner', 'acme'], { input: raw });
    expect([valid.exitCode, valid.stdout]).toEqual([
      0,
      expect.stringMatching(new RegExp(`^Signature +valid\\nHook +${id}\\nSigned +.* ago\\n`)),
    ]);
    writeFileSync(join(directory, 'request.txt'), `${raw}\n`);
    const changed = await run(['verify', '--request', 'request.txt', '--partner', 'acme']);
    expect([changed.exitCode, changed.stdout]).toEqual([
      1,
      expect.stringMatching(/^Signature +not valid\nWhy +The body has a newline at the end/),
    ]);
    writeFileSync(join(directory, 'headers.txt'), lines.join('\n'));
    writeFileSync(join(directory, 'body.json'), body);
    const files = ['verify', '--headers-file', 'headers.txt', '--body-file', 'body.json', '--json'];
    const other = await run(files, { env: { HOOKLANE_SECRET: `whsec_${'A'.repeat(32)}` } });
    expect(JSON.parse(other.stdout)).toMatchObject({ kind: 'invalid', code: 'signature_mismatch' });
    const shown = await run(['partner', 'show', 'acme', '--secret', '--json']);
    writeFileSync(join(directory, 'secret.txt'), `${JSON.parse(shown.stdout).secrets[0]}\n`);
    const right = await run([...files, '--secret-file', 'secret.txt']);
    expect(JSON.parse(right.stdout)).toMatchObject({ kind: 'valid', scheme: 'standard-webhooks' });
  });

  it('says what an outcome means and what would come next, and ends with 1', async () => {
    const { exitCode, stdout } = await run(['send-test', 'acme', '--url', `${url}/fails`]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^Outcome +refused 503$/m);
    expect(stdout).toMatch(/^Meaning +The partner, or something in front of it, failed/m);
    expect(stdout).toMatch(/^Next +The lane would try again in 5(\.\d)? s \(attempt 2\)$/m);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u0007');
  });
});
