import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Target } from './target.ts';

/**
 * Finds a queue by its name; a URL is one already.
 *
 * @throws CliError when there is none of that name
 */
export async function findQueue(queue: string, target: Pick<Target, 'clients'>): Promise<string> {
  if (URL.canParse(queue)) return queue;
  const [{ GetQueueUrlCommand }, { isMissingQueue }, { sqs }] = await Promise.all([
    import('@aws-sdk/client-sqs'),
    import('@hooklane/queue'),
    target.clients(),
  ]);
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    if (QueueUrl !== undefined) return QueueUrl;
  } catch (error) {
    if (!isMissingQueue(error)) throw error;
  }
  throw new CliError(
    `There is no queue ${queue} where this command looks. Check the name, --stage and --region`,
    { exitCode: exitCodes.notFound, code: 'queue_missing' },
  );
}
