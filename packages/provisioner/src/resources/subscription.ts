import {
  ListSubscriptionsByTopicCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import { unlessMissing } from './queue.ts';

/** What is subscribed to what. */
export interface SubscriptionOptions {
  readonly topicArn: string;
  readonly functionArn: string;
  readonly functionName: string;
}

/** The subscription of a function to a topic: there or not, and nothing else. */
export function subscription(
  { topicArn: TopicArn, functionArn, functionName }: SubscriptionOptions,
  { aws: { sns } }: CallContext,
): Resource<Record<string, never>> {
  const findArn = (): Promise<string | undefined> =>
    unlessMissing(async () => {
      let NextToken: string | undefined;
      do {
        const page = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
        const own = page.Subscriptions?.find(
          ({ Protocol, Endpoint }) => Protocol === 'lambda' && Endpoint === functionArn,
        );
        if (own !== undefined) return own.SubscriptionArn;
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return undefined;
    });
  return {
    kind: 'subscription',
    name: functionName,
    read: async () => ((await findArn()) === undefined ? undefined : { settings: {} }),
    create: async () => {
      // Twice is once: SNS gives the subscription that is there (Subscribe).
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'lambda', Endpoint: functionArn }));
      return undefined;
    },
    update: async () => {},
    remove: async () => {
      const SubscriptionArn = await findArn();
      if (SubscriptionArn === undefined) return;
      await unlessMissing(() => sns.send(new UnsubscribeCommand({ SubscriptionArn })));
    },
  };
}
