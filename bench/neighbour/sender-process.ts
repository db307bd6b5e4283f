// One contestant: an embedded SQS, the worker and the publisher, as `startLocal` has them in one process. SQS is in memory:
// a disk that others use stops it for seconds, which would say nothing of queues.
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger } from '@hooklane/core';
import { createWorker } from '@hooklane/handler';
import { publishHooks } from '@hooklane/queue';
import { type EmbeddedSqs, startEmbeddedSqs } from '@hooklane/queue/embedded';
import { epochNow } from '../kit/epoch-now.ts';
import { answerMethods } from '../kit/methods.ts';
import { type Lanes, openLanes } from './lanes.ts';
import { hangingPartner, type Kind, partnerIds, traffic } from './traffic.ts';

/** What a contestant has to know. */
export interface OpenSenderOptions {
  readonly kind: Kind;
  /** Of each partner. */
  readonly urls: readonly string[];
  readonly secret: string;
}

/** What is to be published. */
export interface PublishOptions {
  readonly type: 'ping' | 'order.created';
  readonly seconds: number;
  readonly withHanging: boolean;
}

/** A hook that SQS has. */
export interface Published {
  readonly id: string;
  readonly partner: number;
  readonly publishedAt: number;
}

interface Sender {
  readonly sqs: EmbeddedSqs;
  readonly lanes: Lanes;
  readonly urls: readonly string[];
}

const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;
let sender: Sender | undefined;

function opened(): Sender {
  if (sender === undefined) throw new Error('open was not called');
  return sender;
}

/** Publishes each hook alone, at its time. */
async function publish({
  type,
  seconds,
  withHanging,
}: PublishOptions): Promise<readonly Published[]> {
  const calls: Promise<Published>[] = [];
  const gapMs = 1_000 / traffic.hooksPerSecond;
  const startedAt = performance.now();
  for (let number = 0; number < seconds * traffic.hooksPerSecond; number += 1) {
    const waitMs = startedAt + number * gapMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const partner = number % traffic.partners;
    if (withHanging || partner !== hangingPartner) calls.push(publishOne(type, partner));
  }
  return Promise.all(calls);
}

async function publishOne(type: string, partner: number): Promise<Published> {
  const { sqs, lanes, urls } = opened();
  const publishedAt = epochNow();
  const body = JSON.stringify({ type, data: { publishedAt, padding: traffic.padding } });
  const hook = { partnerId: partnerIds[partner] ?? '', url: urls[partner] ?? '', type, body };
  const [outcome] = await publishHooks([hook], {
    lanes: lanes.directory,
    egress,
    clients: { sqs: sqs.client },
  });
  if (outcome?.kind !== 'accepted') throw outcome?.error ?? new Error('A hook was not answered');
  return { id: outcome.hookId, partner, publishedAt };
}

const methods = {
  open: async ({ kind, urls, secret }: OpenSenderOptions): Promise<void> => {
    const sqs = await startEmbeddedSqs();
    const lanes = await openLanes(kind, sqs);
    sender = { sqs, lanes, urls };
    const worker = createWorker({
      lanes: lanes.configs,
      secrets: { getSecrets: async () => [secret] },
      clients: { sqs: sqs.client },
      egress,
      logger: { ...silentLogger, error: (entry) => console.error(entry) },
    });
    worker.start();
  },
  publish,
  /** The bodies of all hooks that are in a queue, whatever their state. */
  queued: () => {
    const { sqs, lanes } = opened();
    return lanes.queueNames.flatMap((name) => sqs.messageBodies(name));
  },
  cpuMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
};

export type SenderMethods = typeof methods;

answerMethods(methods);
