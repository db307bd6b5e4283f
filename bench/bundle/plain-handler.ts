// What a competent engineer writes for the same job without Hooklane; bundled and measured, never imported.
import { createHmac } from 'node:crypto';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { SqsBatchResponse, SqsEvent } from '@hooklane/handler';
import ky from 'ky';
// Not `{ z }`: that keeps all of zod, and 360 KB more, in the bundle.
import * as z from 'zod';

const environmentSchema = z.object({
  HOOKLANE_RESULTS_QUEUE_URL: z.url(),
  HOOKLANE_SECRET_PARAMETER: z.string().min(1),
});

const secretsSchema = z.object({
  v: z.literal(1),
  secrets: z.array(
    z.object({ secret: z.string().startsWith('whsec_'), validUntil: z.number().optional() }),
  ),
});

const hookSchema = z.object({
  v: z.literal(1),
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  partnerId: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }),
  type: z.string().min(1).max(128),
  body: z.string(),
  createdAt: z.int(),
  headers: z.record(z.string(), z.string()).optional(),
});

type Hook = z.infer<typeof hookSchema>;

interface Result {
  readonly v: 1;
  readonly hookId: string;
  readonly partnerId: string;
  readonly startedAt: number;
  readonly durationMs: number;
  /** `undefined` when no answer came. */
  readonly status: number | undefined;
}

const secretsLifeMs = 5 * 60_000;
const timeoutMs = 15_000;

const environment = environmentSchema.parse(process.env);
const sqs = new SQSClient();
const ssm = new SSMClient();

let cached: { readonly keys: Promise<readonly Buffer[]>; readonly until: number } | undefined;

/** Delivers a batch; names as failed what is to come back. */
export async function handler(event: SqsEvent): Promise<SqsBatchResponse> {
  const outcomes = await Promise.all(
    event.Records.map(async ({ messageId, body }) => ({ messageId, result: await deliver(body) })),
  );
  const results = outcomes.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const unpublished = await publish(results);
  const failed = outcomes.filter(({ result }) => {
    const { status = 0, hookId } = result ?? {};
    return status < 200 || status > 299 || unpublished.has(hookId);
  });
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** `undefined` for a message that is no hook: the queue's redrive policy buries it. */
async function deliver(message: string): Promise<Result | undefined> {
  const hook = parseMessage(message);
  if (hook === undefined) return undefined;
  const keys = await signingKeys();
  const startedAt = Date.now();
  const status = await post(hook, keys, startedAt);
  const durationMs = Date.now() - startedAt;
  return { v: 1, hookId: hook.id, partnerId: hook.partnerId, startedAt, durationMs, status };
}

function parseMessage(message: string): Hook | undefined {
  try {
    return hookSchema.parse(JSON.parse(message));
  } catch (error) {
    console.error('The message is not a hook', error instanceof Error ? error.name : 'unknown');
    return undefined;
  }
}

async function post(
  hook: Hook,
  keys: readonly Buffer[],
  startedAt: number,
): Promise<number | undefined> {
  const timestamp = String(Math.floor(startedAt / 1_000));
  const content = `${hook.id}.${timestamp}.${hook.body}`;
  const signatures = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`,
  );
  try {
    const response = await ky.post(hook.url, {
      body: hook.body,
      headers: {
        ...hook.headers,
        'content-type': 'application/json',
        'user-agent': 'plain-webhooks/1.0',
        'webhook-id': hook.id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatures.join(' '),
      },
      redirect: 'manual',
      retry: 0,
      throwHttpErrors: false,
      timeout: timeoutMs,
    });
    // Read to its end, so that the connection serves the next POST.
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    console.error('No answer', error instanceof Error ? error.name : 'unknown');
    return undefined;
  }
}

function signingKeys(): Promise<readonly Buffer[]> {
  if (cached === undefined || Date.now() >= cached.until) {
    const keys = readKeys().catch((error: unknown) => {
      cached = undefined;
      throw error;
    });
    cached = { keys, until: Date.now() + secretsLifeMs };
  }
  return cached.keys;
}

async function readKeys(): Promise<readonly Buffer[]> {
  const { Parameter } = await ssm.send(
    new GetParameterCommand({ Name: environment.HOOKLANE_SECRET_PARAMETER, WithDecryption: true }),
  );
  const { secrets } = secretsSchema.parse(JSON.parse(Parameter?.Value ?? ''));
  const now = Date.now();
  return secrets
    .filter(({ validUntil }) => validUntil === undefined || now < validUntil)
    .map(({ secret }) => Buffer.from(secret.slice('whsec_'.length), 'base64'));
}

/** Gives the ids of the hooks whose results SQS did not take. A batch of Lambda's has ten at most, as one of SQS. */
async function publish(results: readonly Result[]): Promise<ReadonlySet<string | undefined>> {
  if (results.length === 0) return new Set();
  const { Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: environment.HOOKLANE_RESULTS_QUEUE_URL,
      Entries: results.map((result, index) => ({
        Id: String(index),
        MessageBody: JSON.stringify(result),
      })),
    }),
  );
  return new Set(Failed.map(({ Id }) => results[Number(Id)]?.hookId));
}
