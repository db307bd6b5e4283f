import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import type { LaneConfig } from '@hooklane/handler';
import type { LaneDirectory } from '@hooklane/queue';
import type { EmbeddedSqs } from '@hooklane/queue/embedded';
import { type Kind, partnerIds, traffic } from './traffic.ts';

/** The queues of a contestant, and how they are worked: with the same code and as many consumers in each. */
export interface Lanes {
  readonly directory: LaneDirectory;
  readonly configs: readonly LaneConfig[];
  readonly queueNames: readonly string[];
}

/** Makes one queue for all partners, or one for each. */
export async function openLanes(
  kind: Kind,
  { client }: Pick<EmbeddedSqs, 'client'>,
): Promise<Lanes> {
  const queueNames = kind === 'shared' ? ['shared'] : partnerIds;
  const urls = new Map<string, string>();
  for (const name of [...queueNames, 'dead-letters']) {
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: name }));
    urls.set(name, QueueUrl);
  }
  const urlOf = (name: string): string => urls.get(name) ?? '';
  return {
    queueNames,
    directory: { queueUrl: async (id) => urlOf(kind === 'shared' ? 'shared' : id) },
    configs: queueNames.map((name) => ({
      partnerId: name,
      queueUrl: urlOf(name),
      deadLetterQueueUrl: urlOf('dead-letters'),
      policy: { concurrency: traffic.consumers / queueNames.length },
    })),
  };
}
