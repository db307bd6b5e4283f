import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { runFauxqs } from './embedded/fauxqs-server.ts';
import { assertWrittenFile } from './embedded/written-file.ts';

/** Where the embedded SQS keeps its messages. */
export interface EmbeddedSqsOptions {
  /**
   * Directory for its SQLite file; made if it is not there. What was accepted survives the end of the
   * process, however it comes; a power cut may take the last seconds.
   * @default none: messages live in memory
   */
  readonly dataDir?: string;
}

/** SQS in this process: fauxqs on a free port of the loopback interface. */
export interface EmbeddedSqs extends AsyncDisposable {
  /** The real SDK client, speaking HTTP to the embedded server. */
  readonly client: SQSClient;
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** The bodies of all messages of a queue, whatever their state; receives none of them. */
  messageBodies(queueName: string): readonly string[];
  /** Stops the server and the client. Stopping twice is fine. */
  stop(): Promise<void>;
}

/**
 * Starts SQS in this process. Needs the package `fauxqs`. Two servers on one directory would both serve
 * its messages: take care that there is one.
 *
 * @throws HooklaneError `persistence_missing` when nothing is written to `dataDir`
 */
export async function startEmbeddedSqs({ dataDir }: EmbeddedSqsOptions = {}): Promise<EmbeddedSqs> {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const server = await runFauxqs(dataDir);
  try {
    if (dataDir !== undefined) assertWrittenFile(join(dataDir, 'fauxqs.db'));
  } catch (error) {
    await server.stop();
    throw error;
  }
  const endpoint = `http://127.0.0.1:${server.port}`;
  const client = createClient(endpoint);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    client.destroy();
    stopped ??= server.stop();
    return stopped;
  };
  return {
    client,
    endpoint,
    messageBodies: (queueName) => {
      const messages = server.inspectQueue(queueName)?.messages;
      if (messages === undefined) return [];
      const held = messages.inflight.map(({ message }) => message);
      return [...messages.ready, ...messages.delayed, ...held].map(({ body }) => body);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function createClient(endpoint: string): SQSClient {
  return new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    // Queue URLs keep the port of the run that made their queue.
    useQueueUrlAsEndpoint: false,
    // A long poll keeps a socket: the SDK's default of 50 would starve lanes of sends.
    requestHandler: { httpAgent: { maxSockets: 4_096 } },
  });
}
