import { createHash, randomUUID } from 'node:crypto';
import {
  type LoopbackAnswer,
  type LoopbackRequest,
  type LoopbackServer,
  startLoopbackServer,
} from './loopback-server.ts';

/** One request to AWS. */
export interface AwsCall {
  /** `AmazonSQS.SendMessageBatch` */
  readonly target: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What stands for SSM and SQS. */
export interface AwsServer extends LoopbackServer {
  /** Hands over the requests since the last time. */
  takeCalls(): readonly AwsCall[];
}

interface BatchEntry {
  readonly Id: string;
  readonly MessageBody: string;
}

/**
 * Starts what a lane's function needs of AWS for a batch that succeeds: its parameter in SSM, and its results queue. All
 * else is refused.
 */
export async function startAwsServer(
  parameters: Readonly<Record<string, string>>,
): Promise<AwsServer> {
  let calls: AwsCall[] = [];
  const server = await startLoopbackServer((request) => {
    const call = readCall(request);
    calls.push(call);
    return answerCall(call, parameters);
  });
  return {
    ...server,
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}

function readCall({ headers, body }: LoopbackRequest): AwsCall {
  return { target: String(headers['x-amz-target']), input: JSON.parse(body.toString()) };
}

function answerCall(
  { target, input }: AwsCall,
  parameters: Readonly<Record<string, string>>,
): LoopbackAnswer {
  switch (target) {
    case 'AmazonSSM.GetParameter': {
      const { Name, WithDecryption } = input;
      const value = parameters[String(Name)];
      if (value === undefined || WithDecryption !== true) return refusal('ParameterNotFound');
      return json(200, '1.1', { Parameter: { Name, Type: 'SecureString', Value: value } });
    }
    case 'AmazonSQS.SendMessageBatch': {
      const Successful = (input['Entries'] as readonly BatchEntry[]).map(({ Id, MessageBody }) => ({
        Id,
        MessageId: randomUUID(),
        // The SDK compares it with what it sent.
        MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
      }));
      return json(200, '1.0', { Successful, Failed: [] });
    }
    default:
      return refusal('UnknownOperationException');
  }
}

function refusal(type: string): LoopbackAnswer {
  return json(400, '1.0', { __type: type });
}

function json(status: number, version: '1.0' | '1.1', value: object): LoopbackAnswer {
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: JSON.stringify(value),
  };
}
