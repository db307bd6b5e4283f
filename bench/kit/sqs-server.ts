// SQS for a benchmark, in a process of its own.
import { CreateQueueCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import { answerParent } from './child.ts';

/** What `sqs-server.ts` is asked. */
export type SqsQuestion =
  /** The endpoint. */
  | { readonly kind: 'endpoint' }
  /** Its URL. */
  | { readonly kind: 'create'; readonly queueName: string }
  /** The bodies of all its messages, in whatever state, which are then deleted. */
  | { readonly kind: 'take'; readonly queueName: string };

const sqs = await startEmbeddedSqs();
const urls = new Map<string, string>();

answerParent(async (question: SqsQuestion) => {
  switch (question.kind) {
    case 'endpoint':
      return sqs.endpoint;
    case 'create': {
      const { queueName } = question;
      const { QueueUrl = '' } = await sqs.client.send(
        new CreateQueueCommand({ QueueName: queueName }),
      );
      urls.set(queueName, QueueUrl);
      return QueueUrl;
    }
    case 'take': {
      const { queueName } = question;
      const bodies = sqs.messageBodies(queueName);
      await sqs.client.send(new PurgeQueueCommand({ QueueUrl: urls.get(queueName) }));
      return bodies;
    }
    default:
      return question satisfies never;
  }
});
