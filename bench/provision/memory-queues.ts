import { lastPart } from '../../test/setup/strict-aws/account-state.ts';
import { Refusal } from '../../test/setup/strict-aws/answers.ts';
import type { AwsCall } from '../../test/setup/strict-aws/aws-call.ts';
import { accountId, type Operations, region } from './memory-account.ts';

interface Queue {
  readonly attributes: Record<string, string>;
  readonly tags: Readonly<Record<string, string>>;
}

// CreateQueue
const defaults = {
  VisibilityTimeout: '30',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};
const noMessages = {
  ApproximateNumberOfMessages: '0',
  ApproximateNumberOfMessagesNotVisible: '0',
  ApproximateNumberOfMessagesDelayed: '0',
};

/** Queues without messages. */
export function memoryQueues(): Operations {
  const queues = new Map<string, Queue>();
  const find = (name: string): Queue => {
    const queue = queues.get(name);
    if (queue !== undefined) return queue;
    throw new Refusal('QueueDoesNotExist', 'The specified queue does not exist.');
  };
  const findByUrl = ({ QueueUrl }: AwsCall['input']): Queue => find(lastPart(String(QueueUrl)));
  return {
    'sqs CreateQueue': ({ QueueName, Attributes, tags }) => {
      const name = String(QueueName);
      if (queues.has(name)) throw new Refusal('QueueNameExists', `Queue ${name} exists`);
      const QueueArn = `arn:aws:sqs:${region}:${accountId}:${name}`;
      const given = Attributes as Record<string, string>;
      queues.set(name, {
        attributes: { ...defaults, ...noMessages, ...given, QueueArn },
        tags: tags as Queue['tags'],
      });
      return { QueueUrl: urlOf(name) };
    },
    'sqs GetQueueUrl': ({ QueueName }) => {
      find(String(QueueName));
      return { QueueUrl: urlOf(String(QueueName)) };
    },
    'sqs GetQueueAttributes': (input) => ({ Attributes: findByUrl(input).attributes }),
    'sqs SetQueueAttributes': (input) => {
      Object.assign(findByUrl(input).attributes, input['Attributes']);
      return {};
    },
    'sqs ListQueueTags': (input) => ({ Tags: findByUrl(input).tags }),
  };
}

function urlOf(name: string): string {
  return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
}
