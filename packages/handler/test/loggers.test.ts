import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { Logger as PowertoolsLogger } from '@aws-lambda-powertools/logger';
import type { Logger } from '@hooklane/core';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createJsonLogger } from '../src/index.ts';
import { processBatch } from '../src/process-batch.ts';
import { answered, createLaneUnderTest, createTransportDouble } from './support/lane-under-test.ts';

const shown = {
  message: 'Hook delivered',
  partnerId: 'acme',
  hookId: 'msg_1',
  type: 'invoice.paid',
  attempt: 1,
  host: 'partner.example',
  outcome: 'delivered',
  status: 200,
  durationMs: 0,
};

it('has its own logger write JSON lines', async () => {
  const { lines, stream } = collectLines();
  await deliver(createJsonLogger(undefined, (line) => stream.write(line)));
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ level: 'info', ...shown });
});

it('takes a pino logger as it is', async () => {
  const { lines, stream } = collectLines();
  await deliver(pino({}, stream));
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ level: 30, ...shown });
});

it('takes a Logger of Powertools as it is', async () => {
  const { lines, stream } = collectLines();
  const logger = new PowertoolsLogger({ serviceName: 'hooks' });
  // Powertools writes to a console of its own; this one collects what it is told.
  Reflect.set(logger, 'console', new Console(stream));
  await deliver(logger);
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ level: 'INFO', service: 'hooks', ...shown });
});

it('takes the console as it is', async () => {
  const { lines, stream } = collectLines();
  await deliver(new Console(stream));
  expect(lines().join('\n')).toContain("hookId: 'msg_1'");
});

async function deliver(logger: Logger): Promise<void> {
  const transport = createTransportDouble(() => answered(200));
  const test = await createLaneUnderTest({ transport, delivery: { logger } });
  await processBatch(await test.send([{}]), test.lane);
}

function collectLines() {
  let text = '';
  const stream = new Writable({
    write: (chunk, _, done) => {
      text += chunk;
      done();
    },
  });
  return { stream, lines: () => text.split('\n').filter((line) => line !== '') };
}
