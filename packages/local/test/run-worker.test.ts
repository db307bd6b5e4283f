import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { laneNames } from '@hooklane/core';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import { generateSecret } from '@hooklane/signature';
import { describe, expect, it } from 'vitest';
import { startSlowPartner } from './support/slow-partner.ts';
import { createTemporaryDirectory } from './support/temporary-directory.ts';

const queue = laneNames('local', 'acme').queue;

describe('a worker that is told to end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s lets the POST under way end, and leaves what was not begun in the lane',
    async (signal) => {
      using directory = createTemporaryDirectory();
      await using partner = await startSlowPartner();
      const child = startWorker(directory.path, partner.url);
      expect((await once(child, 'message'))[0]).toBe(5);
      await partner.hasRequest;
      child.kill(signal);
      await new Promise((resolve) => setTimeout(resolve, 100)); // The signal is to come first.
      partner.answer();
      const [stopped] = await once(child, 'message');
      const [code] = await once(child, 'exit');
      expect([stopped, code]).toEqual([signal, 0]);
      expect(partner.received).toHaveLength(1);
      await using sqs = await startEmbeddedSqs({ dataDir: directory.path });
      const left = sqs.messageBodies(queue).map((body) => JSON.parse(body).id);
      expect([...partner.received, ...left].toSorted()).toEqual([
        'msg_0',
        'msg_1',
        'msg_2',
        'msg_3',
        'msg_4',
      ]);
    },
    20_000,
  );

  it('exits at once on a second signal, and loses nothing', async () => {
    using directory = createTemporaryDirectory();
    await using partner = await startSlowPartner();
    const child = startWorker(directory.path, partner.url);
    await once(child, 'message');
    await partner.hasRequest;
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(128 + 15);
    await using sqs = await startEmbeddedSqs({ dataDir: directory.path });
    expect(sqs.messageBodies(queue)).toHaveLength(5);
  }, 20_000);
});

function startWorker(dataDir: string, url: string): ChildProcess {
  const path = fileURLToPath(new URL('./support/worked-lane.ts', import.meta.url));
  return fork(path, [dataDir, url, generateSecret()], {
    execArgv: ['--conditions=@hooklane/source', '--disable-warning=ExperimentalWarning'],
    stdio: 'ignore',
  });
}
