import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ProvisionerPolicyOptions, provisionerPolicy } from '../src/index.ts';
import { furtherActions } from './further-actions.ts';

const place = { stage: 'prod', region: 'eu-west-1', accountId: '123456789012' } as const;
const partners = provisionerPolicy(place);
const alarms = provisionerPolicy({ ...place, for: 'alarms' });
const platform = provisionerPolicy({ ...place, for: 'platform' });
const ofPlatform = ['resources/boundary-policy.ts', 'resources/alarm-topic.ts'];
const ofAlarms = [
  'resources/alarm-function.ts',
  'resources/invoke-permission.ts',
  'resources/slack-url-parameter.ts',
  'resources/subscription.ts',
];
const source = new URL('../src/', import.meta.url);

/** Where the actions of a client are called otherwise than the client. */
const prefixes: Readonly<Record<string, string>> = { 'cloudwatch-logs': 'logs' };
/** Requests that take away what a platform is made of; nothing removes a platform. */
const removesPlatform = ['iam:DeletePolicy', 'sns:DeleteTopic'];

function filesOf(): readonly string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
}

/** The actions of the commands that a file makes, by the client that each comes from. */
function actionsOf(path: string): readonly string[] {
  const text = readFileSync(new URL(path, source), 'utf8');
  const services = new Map<string, string>();
  for (const [, names = '', client = ''] of text.matchAll(
    /import \{([^}]*)\} from '@aws-sdk\/client-([a-z-]+)'/g,
  )) {
    for (const [name] of names.matchAll(/\w+/g)) services.set(name, prefixes[client] ?? client);
  }
  return [...text.matchAll(/new (\w+)Command\(/g)].map(([, operation = '']) => {
    const service = services.get(`${operation}Command`);
    expect(service, `${operation}Command in ${path} comes from no client`).toBeDefined();
    return `${service}:${operation}`;
  });
}

function neededBy(paths: readonly string[], but: readonly string[]): readonly string[] {
  const own = paths.flatMap(actionsOf).filter((action) => !but.includes(action));
  return sortedOnce(own.flatMap((action) => [action, ...(furtherActions[action] ?? [])]));
}

function sortedOnce(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}

function actionsIn({ Statement }: typeof partners): readonly string[] {
  return sortedOnce(Statement.flatMap(({ Action }) => Action));
}

function statement(policy: typeof partners, action: string) {
  return policy.Statement.find(({ Action }) => Action.includes(action));
}

/** What the limit of a managed policy counts: white space is free. */
function charactersOf(policy: object): number {
  return JSON.stringify(policy).replace(/\s/g, '').length;
}

describe('the policy of whoever provisions partners', () => {
  it('allows every action that the code needs beside that of platform and alarms, and no other', () => {
    const paths = filesOf().filter((path) => ![...ofPlatform, ...ofAlarms].includes(path));
    expect(paths.length).toBeGreaterThan(40);
    expect(actionsIn(partners)).toEqual(neededBy(paths, []));
  });

  it('has no action with a wildcard, and none twice on one resource', () => {
    const actions = partners.Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^[a-z]+:[A-Za-z]+$/.test(action))).toEqual([]);
    const rights = partners.Statement.flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
    );
    expect(rights.toSorted()).toEqual(sortedOnce(rights));
  });

  it('names a stage in every resource of what can be changed, or has a condition that does', () => {
    const reads = /:(Get|List|Describe)/;
    const changing = partners.Statement.filter(({ Action }) => !Action.every((a) => reads.test(a)));
    expect(changing.length).toBeGreaterThan(8);
    for (const { Sid, Resource, Condition } of changing) {
      const scopes = [...Resource, JSON.stringify(Condition ?? {})];
      const isScoped =
        Resource.every((arn) => isOfStage(arn)) || scopes.some((scope) => isOfStage(scope));
      expect(isScoped, Sid).toBe(true);
    }
    function isOfStage(text: string): boolean {
      return /hooklane-prod-|\/hooklane\/prod\/|RequestTag\/hooklane:stage":"prod"/.test(text);
    }
  });

  it('makes and fills no role but under the boundary of the stage', () => {
    const boundary = 'arn:aws:iam::123456789012:policy/hooklane/prod/hooklane-prod-boundary';
    for (const action of [
      'CreateRole',
      'PutRolePolicy',
      'PutRolePermissionsBoundary',
      'UpdateAssumeRolePolicy',
    ]) {
      expect(statement(partners, `iam:${action}`)?.Condition).toEqual({
        StringEquals: { 'iam:PermissionsBoundary': boundary },
      });
    }
  });

  it('can neither change a managed policy nor attach one, nor take a boundary off', () => {
    const actions = actionsIn(partners).filter((action) => action.startsWith('iam:'));
    expect(actions.filter((action) => /Policy(Version)?$/.test(action))).toEqual([
      'iam:DeleteRolePolicy',
      'iam:GetRolePolicy',
      'iam:PutRolePolicy',
      'iam:UpdateAssumeRolePolicy',
    ]);
    expect(actions).not.toContain('iam:DeleteRolePermissionsBoundary');
    expect(actions.filter((action) => /User|Group|AccessKey|Attach/.test(action))).toEqual([]);
  });

  it('hands the roles of lanes to Lambda, and to nobody else', () => {
    expect(statement(partners, 'iam:PassRole')).toMatchObject({
      Resource: ['arn:aws:iam::123456789012:role/hooklane/prod/hooklane-prod-*'],
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    });
  });

  it('makes, changes and deletes mappings of functions of lanes only', () => {
    for (const action of ['Create', 'Update', 'Delete']) {
      expect(statement(partners, `lambda:${action}EventSourceMapping`)?.Condition).toEqual({
        ArnLike: {
          'lambda:FunctionArn': 'arn:aws:lambda:eu-west-1:123456789012:function:hooklane-prod-*',
        },
      });
    }
  });
});

describe('the policy of whoever tells Slack of alarms', () => {
  it('allows every action that the code needs, and no other', () => {
    const shared = ['site.ts', 'resources/lane-function.ts', 'resources/lane-role.ts'];
    const stores = ['resources/log-group.ts', 'resources/secret-parameter.ts'];
    const paths = [...ofAlarms, ...shared, ...stores];
    expect(actionsIn(alarms)).toEqual(
      sortedOnce([
        ...neededBy(paths, []),
        // It reads the topic of the platform, and makes none.
        'sns:GetTopicAttributes',
        'sns:ListTagsForResource',
      ]),
    );
  });

  it('names what it may change in full', () => {
    const wild = alarms.Statement.filter(({ Resource }) => Resource.some((arn) => /\*$/.test(arn)));
    expect(wild.map(({ Sid }) => Sid)).toEqual(['Unsubscribe', 'FindLogs']);
  });

  it('lets nobody but SNS call the function', () => {
    for (const action of ['AddPermission', 'RemovePermission']) {
      expect(statement(alarms, `lambda:${action}`)?.Condition).toEqual({
        StringEquals: { 'lambda:Principal': 'sns.amazonaws.com' },
      });
    }
  });
});

describe('the policy of whoever provisions the platform', () => {
  it('allows every action that the code of the platform needs, and no other', () => {
    const text = readFileSync(new URL('provision-platform.ts', source), 'utf8');
    const imported = [...text.matchAll(/^import \{.*\} from '\.\/(.*)'/gm)].map(
      ([, path = '']) => path,
    );
    expect(imported).toContain('resources/boundary-policy.ts');
    expect(actionsIn(platform)).toEqual(
      neededBy(imported, [...removesPlatform, 'sqs:DeleteQueue']),
    );
  });

  it('changes nothing of a lane, and touches no role', () => {
    const written = JSON.stringify(platform);
    expect(written).not.toContain(':role');
    expect(written).not.toMatch(/hooklane-prod-\*/);
    expect(actionsIn(platform).filter((action) => action.startsWith('lambda:'))).toEqual([]);
  });
});

describe('each policy', () => {
  const options: readonly ProvisionerPolicyOptions[] = [
    { stage: 'abcdefghij', region: 'ap-southeast-77', accountId: '123456789012' },
    { stage: 'prod', region: 'us-gov-west-1', accountId: '123456789012', partition: 'aws-us-gov' },
  ];

  it.each(options)('fit into a managed policy in $region', (where) => {
    for (const holder of ['partners', 'alarms', 'platform'] as const) {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      expect(charactersOf(provisionerPolicy({ ...where, for: holder }))).toBeLessThan(6_144);
    }
  });

  it('are of the partition that is given', () => {
    const china = JSON.stringify(
      provisionerPolicy({ ...place, region: 'cn-north-1', partition: 'aws-cn' }),
    );
    expect(china).toContain('arn:aws-cn:sqs:cn-north-1:123456789012:hooklane-prod-*');
    expect(china).not.toContain('arn:aws:');
  });

  it.each([
    [{ ...place, stage: 'Prod' }, 'invalid_stage', 'Received: "Prod"'],
    [{ ...place, region: '*' }, 'invalid_options', 'options.region must be the name of a region'],
    [{ ...place, accountId: 123 }, 'invalid_options', 'options.accountId must be a string of 12'],
    [{ ...place, partition: '*' }, 'invalid_options', 'options.partition must be the name'],
    [{ ...place, for: 'all' }, 'invalid_options', "options.for must be 'partners', 'alarms' or"],
    [{ ...place, role: 'x' }, 'invalid_options', 'unknown option: "role"'],
    [undefined, 'invalid_options', 'options must be an object'],
  ])('refuse options such as %j', (given, code, message) => {
    expect(() => provisionerPolicy(given as unknown as ProvisionerPolicyOptions)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it('stand in docs/iam.md as they are', () => {
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const script = ['scripts/write-iam-doc.mjs', '--print'];
    const flags = ['--conditions=@hooklane/source', '--disable-warning=ExperimentalWarning'];
    const written = execFileSync(process.execPath, [...flags, ...script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(readFileSync(`${root}docs/iam.md`, 'utf8')).toBe(written);
  });
});
