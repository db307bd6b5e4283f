// The embedded SQS on disk, in a process of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { laneNames, platformNames } from '@hooklane/core';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import { answerMethods } from '../kit/methods.ts';
import { usage } from '../kit/usage.ts';
import { partnerIds, stage } from './load.ts';

/** Where the queues are. */
export interface Queues {
  readonly endpoint: string;
  /** Of each partner. */
  readonly laneUrls: readonly string[];
  readonly deadLetterUrl: string;
  readonly resultsUrl: string;
}

const dataDir = mkdtempSync(join(tmpdir(), 'hooklane-queues-'));
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));

const methods = {
  open: async (): Promise<Queues> => {
    const { client, endpoint } = await startEmbeddedSqs({ dataDir });
    const create = async (name: string): Promise<string> => {
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
      return QueueUrl;
    };
    const laneUrls: string[] = [];
    for (const id of partnerIds) laneUrls.push(await create(laneNames(stage, id).queue));
    return {
      endpoint,
      laneUrls,
      deadLetterUrl: await create('dead-letters'),
      resultsUrl: await create(platformNames(stage).resultsQueue),
    };
  },
  usage,
};

export type QueueMethods = typeof methods;

answerMethods(methods);
