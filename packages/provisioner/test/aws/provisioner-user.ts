import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { Refusal } from '../../../../test/setup/strict-aws/answers.ts';
import type { ProvisionerPolicy, ProvisionerStatement } from '../../src/provisioner-policy.ts';
import { type KnownAccount, type Right, remember, rightsAsked } from './asked-rights.ts';
import { allows } from './policy-judge.ts';
import { type Clients, createClients, type StrictAccount } from './strict-account.ts';

/** What moto judges by the ARN of what a request is about; for all other actions it looks for `*`. */
const judgedByArn =
  /^(sqs:(DeleteQueue|GetQueueAttributes|ListQueueTags|PurgeQueue|SetQueueAttributes|TagQueue|UntagQueue)|iam:(DeleteRole|DeleteRolePolicy|GetRolePolicy|PutRolePermissionsBoundary|PutRolePolicy|TagRole|UpdateAssumeRolePolicy))$/;

/** The policy as moto can judge it: it ignores conditions, and calls CloudWatch by the name in its signatures. */
function forMoto({ Version, Statement }: ProvisionerPolicy): ProvisionerPolicy {
  const split = Statement.flatMap((one): readonly ProvisionerStatement[] => {
    const named = one.Action.filter((action) => judgedByArn.test(action));
    const others = one.Action.filter((action) => !judgedByArn.test(action)).map((action) =>
      action.replace('cloudwatch:', 'monitoring:'),
    );
    return [
      { ...one, Action: named },
      { ...one, Sid: `${one.Sid}ByAction`, Action: others, Resource: ['*'] },
    ];
  });
  return { Version, Statement: split.filter(({ Action }) => Action.length > 0) };
}

/** Clients of a user that has a policy, and no other right. */
export async function clientsWith(
  motoEndpoint: string,
  { clients: { iam }, strict }: StrictAccount,
  { UserName, policy }: { readonly UserName: string; readonly policy: ProvisionerPolicy },
): Promise<Clients> {
  await iam.send(new CreateUserCommand({ UserName }));
  await attach(iam, policy, UserName);
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  const clients = createClients(strict.endpoint, accessKeyId);
  for (const { config } of Object.values(clients)) {
    config.credentials = async () => ({ accessKeyId, secretAccessKey });
  }
  excuse(clients, motoEndpoint);
  return clients;
}

async function attach(iam: IAMClient, policy: ProvisionerPolicy, UserName: string): Promise<void> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: UserName,
      PolicyDocument: JSON.stringify(forMoto(policy)),
    }),
  );
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }));
}

/** Turns the checks of moto on for every request from now on, or off. */
export async function enforce(motoEndpoint: string, isOn: boolean): Promise<void> {
  const body = isOn ? '0' : 'inf';
  await fetch(`${motoEndpoint}/moto-api/reset-auth`, { method: 'POST', body });
}

/** Refuses every request that a policy does not allow, resource and conditions included; returns all rights asked. */
export function judgeBy(
  policy: ProvisionerPolicy,
  { strict: { faults } }: StrictAccount,
  known: KnownAccount,
): readonly Right[] {
  const asked: Right[] = [];
  faults.before = (call) => {
    const rights = rightsAsked(call, known);
    asked.push(...rights);
    const denied = rights.find((right) => !allows(policy, right));
    if (denied === undefined) return undefined;
    return new Refusal('AccessDenied', `${denied.action} on ${denied.resource}`, 403);
  };
  faults.after = (call) => {
    remember(call, known);
    return undefined;
  };
  return asked;
}

/** moto reckons another signature where the address holds an encoded colon: it lets these requests through unjudged. */
const withColon = [
  'ListEventSourceMappingsCommand',
  'ListTagsCommand',
  'TagResourceCommand',
  'UntagResourceCommand',
];

function excuse({ lambda }: Clients, motoEndpoint: string): void {
  lambda.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (!withColon.includes(commandName)) return next(args);
        await enforce(motoEndpoint, false);
        try {
          return await next(args);
        } finally {
          await enforce(motoEndpoint, true);
        }
      },
    { step: 'initialize', name: 'excuse' },
  );
}

/** Notes the functions of the mappings that a client is told of. */
export function learnMappings({ lambda }: Clients, { mappedFunctions }: KnownAccount): void {
  lambda.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { UUID, FunctionArn } = result.output as { UUID?: string; FunctionArn?: string };
      if (UUID !== undefined && FunctionArn !== undefined) mappedFunctions.set(UUID, FunctionArn);
      return result;
    },
    { step: 'initialize', name: 'learnMappings' },
  );
}
