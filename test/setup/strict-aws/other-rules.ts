import { type AccountState, lastPart } from './account-state.ts';
import { type Answer, Refusal } from './answers.ts';
import type { AwsCall } from './aws-call.ts';
import { nameOf } from './lambda-rules.ts';

type Rule = (call: AwsCall, state: AccountState) => void;

const minuteMs = 60_000;
const mostInlineCharacters = 10_240;
const mostSecretBytes = 4_096;
// PutRetentionPolicy
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922,
  3_288, 3_653,
];

/** What AWS refuses and moto does not. */
export const refusals: Readonly<Record<string, Rule>> = {
  'sqs CreateQueue': ({ input }, { deletedAt, clock }) => {
    const at = deletedAt.get(String(input['QueueName']));
    if (at === undefined || clock.now() >= at + minuteMs) return;
    throw new Refusal('QueueDeletedRecently', 'You must wait 60 seconds after deleting a queue');
  },
  'sqs PurgeQueue': ({ input }, { purgedAt, clock }) => {
    const at = purgedAt.get(lastPart(String(input['QueueUrl'])));
    if (at === undefined || clock.now() >= at + minuteMs) return;
    throw new Refusal(
      'PurgeQueueInProgress',
      'Only one PurgeQueue operation is allowed every 60 seconds',
    );
  },
  'iam CreateRole': ({ input }, { roles }) => {
    const name = String(input['RoleName']).toLowerCase();
    const twin = [...roles.keys()].some((known) => known.toLowerCase() === name);
    if (twin) throw new Refusal('EntityAlreadyExists', `Role ${name} already exists`, 409);
  },
  'iam PutRolePolicy': ({ input }, { roles }) => {
    const policies = roles.get(String(input['RoleName']))?.policies ?? new Map<string, string>();
    const all = new Map(policies).set(String(input['PolicyName']), String(input['PolicyDocument']));
    const characters = [...all.values()].join('').replace(/\s/g, '').length;
    if (characters <= mostInlineCharacters) return;
    throw new Refusal(
      'LimitExceeded',
      `Maximum policy size of ${mostInlineCharacters} bytes exceeded`,
      409,
    );
  },
  'lambda AddPermission': ({ input }, { functions }) => {
    const id = String(input['StatementId']);
    if (functions.get(nameOf(input['FunctionName']))?.statements.has(id) !== true) return;
    throw new Refusal(
      'ResourceConflictException',
      `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      409,
    );
  },
  'ssm PutParameter': ({ input }) => {
    if (Buffer.byteLength(String(input['Value'])) <= mostSecretBytes) return;
    throw new Refusal(
      'ValidationException',
      'Standard tier parameters support a maximum of 4096 characters',
    );
  },
  'logs PutRetentionPolicy': ({ input }) => {
    if (retentions.includes(Number(input['retentionInDays']))) return;
    throw new Refusal(
      'InvalidParameterException',
      'retentionInDays is not an offered number of days',
    );
  },
};

/** What AWS would remember of a call that moto carried out. */
export const memories: Readonly<Record<string, Rule>> = {
  'sqs CreateQueue': ({ input }, { visibilitySeconds }) => {
    const { VisibilityTimeout } = attributesOf(input);
    visibilitySeconds.set(String(input['QueueName']), Number(VisibilityTimeout ?? 30));
  },
  'sqs SetQueueAttributes': ({ input }, { visibilitySeconds, redriveAllow }) => {
    const { VisibilityTimeout, RedriveAllowPolicy } = attributesOf(input);
    const name = lastPart(String(input['QueueUrl']));
    if (VisibilityTimeout !== undefined) visibilitySeconds.set(name, Number(VisibilityTimeout));
    if (RedriveAllowPolicy !== undefined) redriveAllow.set(name, RedriveAllowPolicy);
  },
  'sqs DeleteQueue': ({ input }, { deletedAt, redriveAllow, clock }) => {
    const name = lastPart(String(input['QueueUrl']));
    deletedAt.set(name, clock.now());
    redriveAllow.delete(name);
  },
  'sqs PurgeQueue': ({ input }, { purgedAt, clock }) => {
    purgedAt.set(lastPart(String(input['QueueUrl'])), clock.now());
  },
  'lambda AddPermission': ({ input }, { functions }) => {
    functions.get(nameOf(input['FunctionName']))?.statements.add(String(input['StatementId']));
  },
  'lambda RemovePermission': ({ input }, { functions }) => {
    functions.get(nameOf(input['FunctionName']))?.statements.delete(String(input['StatementId']));
  },
  'iam CreateRole': ({ input }, { roles, clock, propagation }) => {
    roles.set(String(input['RoleName']), {
      trust: String(input['AssumeRolePolicyDocument']),
      policies: new Map(),
      usableAt: clock.now() + propagation.roleMs,
    });
  },
  'iam PutRolePolicy': ({ input }, { roles, clock, propagation }) => {
    const role = roles.get(String(input['RoleName']));
    role?.policies.set(String(input['PolicyName']), String(input['PolicyDocument']));
    if (role) role.usableAt = clock.now() + propagation.roleMs;
  },
  'iam DeleteRolePolicy': ({ input }, { roles }) => {
    roles.get(String(input['RoleName']))?.policies.delete(String(input['PolicyName']));
  },
  'iam DeleteRole': ({ input }, { roles }) => {
    roles.delete(String(input['RoleName']));
  },
};

/** moto answers HTML for what it does not know, and SDKs choke on it. */
export function checkKnown({ service, operation }: AwsCall, answer: Answer): void {
  const isMarkup = /^\s*<(?!\?xml|\w+Response|ErrorResponse)/.test(answer.body);
  if (!isMarkup) return;
  throw new Refusal('NotImplemented', `moto has no ${service} ${operation}`, 501);
}

/** Adds what moto leaves out of an answer. */
export function complete(call: AwsCall, answer: Answer, { redriveAllow }: AccountState): Answer {
  if (call.operation !== 'GetQueueAttributes') return answer;
  const RedriveAllowPolicy = redriveAllow.get(lastPart(String(call.input['QueueUrl'])));
  if (RedriveAllowPolicy === undefined) return answer;
  const body = JSON.parse(answer.body) as { Attributes: object };
  const Attributes = { ...body.Attributes, RedriveAllowPolicy };
  return { ...answer, body: JSON.stringify({ ...body, Attributes }) };
}

interface QueueAttributes {
  readonly VisibilityTimeout?: string;
  readonly RedriveAllowPolicy?: string;
}

function attributesOf({ Attributes }: AwsCall['input']): QueueAttributes {
  return (Attributes ?? {}) as QueueAttributes;
}
