import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type RunningFunction,
  ricForTests,
  type StartFunctionOptions,
  startFunction,
} from '../setup/lambda-runtime.ts';
import { makeZip } from './make-zip.ts';

const ric = await ricForTests();
if (typeof ric !== 'string') process.stdout.write(`Skipped: startFunction. ${ric.missing}\n`);

const code = `
import { text } from './lib/text.mjs';
let calls = 0;
console.log('started');
export async function handler(event, context) {
  calls += 1;
  console.log('called', event.say);
  switch (event.do) {
    case 'throw': throw new RangeError(event.say);
    case 'throw text': throw event.say;
    case 'hang': return new Promise((resolve) => setTimeout(resolve, 60_000));
    case 'exit': return process.exit(7);
    case 'throw later': return new Promise(() => setImmediate(() => { throw new Error('later'); }));
    case 'grow': { const all = []; for (;;) all.push(new Array(100_000).fill(all.length)); }
    case 'allocate': return Buffer.alloc(event.bytes, 1).length;
    case 'context': return { ...context, remainingMs: context.getRemainingTimeInMillis() };
    case 'environment': return { ...process.env, cwd: process.cwd(), version: process.version };
    case 'nothing': return undefined;
    default: return { echo: event, text, calls };
  }
}
export const text2 = text;
`;
const zip = makeZip({ 'index.mjs': code, 'lib/text.mjs': "export const text = 'from lib';" });

const running: RunningFunction[] = [];

async function start(options: Partial<StartFunctionOptions> = {}): Promise<RunningFunction> {
  const started = await startFunction({
    zip,
    handler: 'index.handler',
    environment: {},
    timeoutMs: 20_000,
    ric: String(ric),
    ...options,
  });
  running.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.stop()));
});

async function answerOf(
  started: RunningFunction,
  event: unknown,
): Promise<Record<string, unknown>> {
  const outcome = await started.invoke(event);
  if (!outcome.ok) throw new Error(outcome.errorMessage);
  return outcome.value as Record<string, unknown>;
}

describe.skipIf(typeof ric !== 'string')('a running function', { timeout: 60_000 }, () => {
  it('answers, again and again in one process', async () => {
    const started = await start();
    expect(await started.invoke({ a: 'ü' })).toEqual({
      ok: true,
      value: { echo: { a: 'ü' }, text: 'from lib', calls: 1 },
    });
    expect(await answerOf(started, {})).toMatchObject({ calls: 2 });
  });

  it('takes one event after the other', async () => {
    const started = await start();
    const values = await Promise.all([1, 2, 3].map((a) => answerOf(started, { a })));
    expect(values.map(({ echo, calls }) => ({ echo, calls }))).toEqual([
      { echo: { a: 1 }, calls: 1 },
      { echo: { a: 2 }, calls: 2 },
      { echo: { a: 3 }, calls: 3 },
    ]);
  });

  it('returns null for nothing', async () => {
    const started = await start();
    expect(await started.invoke({ do: 'nothing' })).toEqual({ ok: true, value: null });
  });

  it('says what was thrown, and goes on', async () => {
    const started = await start();
    expect(await started.invoke({ do: 'throw', say: 'too far' })).toEqual({
      ok: false,
      errorType: 'RangeError',
      errorMessage: 'too far',
    });
    expect(await started.invoke({ do: 'throw text', say: 'a text' })).toEqual({
      ok: false,
      errorType: 'string',
      errorMessage: 'a text',
    });
    expect(await answerOf(started, {})).toMatchObject({ calls: 3 });
  });

  it('is killed when it takes too long, and started again', async () => {
    const started = await start({ timeoutMs: 2_000 });
    const hanging = started.invoke({ do: 'hang' });
    const next = answerOf(started, {});
    expect(await hanging).toEqual({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(
        /^RequestId: \S+ Error: Task timed out after 2.00 seconds/,
      ),
    });
    expect(await next).toMatchObject({ calls: 1 });
    expect(started.output.match(/started/g)).toHaveLength(2);
  });

  it.each([
    ['exit', 'exit status 7'],
    ['throw later', 'exit status 1'],
    ['grow', 'signal: SIGABRT'],
  ])('is started again when its process ends: %s', async (what, reason) => {
    const started = await start();
    expect(await started.invoke({ do: what })).toEqual({
      ok: false,
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(`^RequestId: .+ Runtime exited with error: ${reason}$`),
    });
    expect(await answerOf(started, {})).toMatchObject({ calls: 1 });
  });

  it('is told its request, its deadline and its own name', async () => {
    const started = await start({ functionName: 'lane', memoryMb: 256, timeoutMs: 15_000 });
    const context = await answerOf(started, { do: 'context' });
    expect(context).toMatchObject({
      functionName: 'lane',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/lane',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:lane',
    });
    expect(context['remainingMs']).toBeGreaterThan(5_000);
    expect(context['remainingMs']).toBeLessThanOrEqual(15_000);
  });

  it('sees its own environment and none of the caller', async () => {
    const started = await start({ environment: { LANE: 'one', AWS_REGION: 'eu-central-1' } });
    const environment = await answerOf(started, { do: 'environment' });
    expect(environment).toMatchObject({
      LANE: 'one',
      AWS_REGION: 'eu-central-1',
      cwd: environment['LAMBDA_TASK_ROOT'],
      version: process.version,
    });
    expect(environment).not.toHaveProperty('VITEST');
  });

  it('keeps what it wrote, its time to start and its memory', async () => {
    const started = await start({ memoryMb: 512 });
    const before = started.peakRssKb();
    await started.invoke({ do: 'allocate', bytes: 64 * 2 ** 20 });
    expect(started.peakRssKb()).toBeGreaterThan(before + 50_000);
    expect(started.readyMs).toBeGreaterThan(0);
    await started.invoke({ say: 'hello' });
    await started.stop();
    expect(started.output).toMatch(/\tINFO\tstarted\n[\s\S]*\tINFO\tcalled hello\n/);
    expect(started.peakRssKb()).toBeGreaterThan(before + 50_000);
  });

  it('leaves nothing behind when it is stopped, in the middle of an invocation too', async () => {
    const started = await start();
    const { LAMBDA_TASK_ROOT } = await answerOf(started, { do: 'environment' });
    const hanging = started.invoke({ do: 'hang', say: 'hanging' });
    const waiting = started.invoke({}).catch((error: unknown) => error);
    await vi.waitFor(() => expect(started.output).toContain('called hanging'));
    await started.stop();
    await started.stop();
    expect(await hanging).toMatchObject({ ok: false });
    expect(await waiting).toEqual(new Error('The function is stopped.'));
    expect(existsSync(String(LAMBDA_TASK_ROOT))).toBe(false);
  });
});

describe.skipIf(typeof ric !== 'string')('the start of a function', { timeout: 60_000 }, () => {
  it.each([
    ["throw new TypeError('LANE is not set.');", 'TypeError', 'LANE is not set.'],
    ["import 'not-there';", 'Error', /Cannot find package 'not-there'/],
    ['export const other = 1;', 'Runtime.HandlerNotFound', /index\.handler is undefined/],
    ['export const handler = (a, b, c) => c();', 'Runtime.CallbackHandlerDeprecated', /callback/],
    ['const = 1;', 'Runtime.UserCodeSyntaxError', /SyntaxError/],
    ['process.exit(3);', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
  ])('fails with the error of the function: %s', async (text, name, message) => {
    const failed = start({ zip: makeZip({ 'index.mjs': text }) });
    await expect(failed).rejects.toMatchObject({ name });
    await expect(failed).rejects.toThrow(message);
  });

  it('runs code of CommonJS and code in a directory', async () => {
    const text = 'exports.handler = async () => __filename;';
    const started = await start({
      zip: makeZip({ 'src/run.js': text }),
      handler: 'src/run.handler',
    });
    expect(await started.invoke({})).toMatchObject({
      value: expect.stringMatching(/src\/run\.js$/),
    });
  });

  it('tells of an init that fails when the process is started again', async () => {
    const text = `
      import { existsSync, writeFileSync } from 'node:fs';
      const mark = process.env.LAMBDA_TASK_ROOT + '/mark';
      if (existsSync(mark)) throw new Error('only once');
      writeFileSync(mark, '');
      export const handler = async () => process.exit(1);`;
    const started = await start({ zip: makeZip({ 'index.mjs': text }) });
    await started.invoke({});
    const error = { errorType: 'Error', errorMessage: 'only once' };
    expect(await started.invoke({})).toEqual({ ok: false, ...error });
    expect(started.initError).toEqual(error);
  });

  it('fails where there is no such Node', async () => {
    await expect(start({ nodePath: 'no-such-node' })).rejects.toThrow(/ENOENT/);
  });
});
