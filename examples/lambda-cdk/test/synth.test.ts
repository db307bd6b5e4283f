import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tableDefinition, timeToLiveAttribute } from '@hooklane/subscriptions/dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const output = mkdtempSync(join(tmpdir(), 'hooklane-synth-'));
const templatePath = join(output, 'Webhooks-test.template.json');
const hasCfnLint = spawnSync('cfn-lint', ['--version']).status === 0;
if (!hasCfnLint) {
  console.log(
    "The template is not linted: cfn-lint is not here. To have it: pip install 'cfn-lint'",
  );
}

let template: Readonly<Record<string, Resource>>;
let resources: readonly Resource[];

beforeAll(async () => {
  const functions = join(root, '../../packages/cdk/build/build-functions.ts');
  await run(process.execPath, ['--conditions=@hooklane/source', functions]);
  const cli = join(root, 'node_modules/aws-cdk/bin/cdk');
  const args = [cli, 'synth', '--quiet', '--output', output, '-c', 'stage=test'];
  await run(process.execPath, args, { cwd: root });
  const written = JSON.parse(readFileSync(templatePath, 'utf8')) as {
    readonly Resources: Readonly<Record<string, Resource>>;
  };
  template = written.Resources;
  resources = Object.values(template);
}, 120_000);

afterAll(() => rmSync(output, { recursive: true, force: true }));

const ofType = (type: string): readonly Resource['Properties'][] =>
  resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);

it('lets nobody call the API without the credentials of AWS', () => {
  const routes = ofType('AWS::ApiGatewayV2::Route');
  expect(routes).toHaveLength(7);
  for (const route of routes) expect(route).toMatchObject({ AuthorizationType: 'AWS_IAM' });
});

it('has the platform of its stage', () => {
  const names = ofType('AWS::SQS::Queue').map(({ QueueName }) => QueueName);
  expect(names).toEqual(['hooklane-test-results']);
  const alarms = ofType('AWS::CloudWatch::Alarm');
  expect(alarms.filter(({ Namespace }) => Namespace === 'Hooklane')).toHaveLength(5);
});

it('tells of functions that fail where no client hears of it', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm').filter(
    ({ Namespace }) => Namespace === 'AWS/Lambda',
  );
  const watched = alarms.map(({ Dimensions }) => JSON.stringify(Dimensions));
  for (const id of ['Provisioner', 'Results', 'Timer']) {
    expect(watched).toContainEqual(expect.stringContaining(`"Ref":"${id}`));
  }
  const topic = expect.stringMatching(/^HooklaneAlarmTopic/);
  for (const alarm of alarms) {
    expect(alarm).toMatchObject({ MetricName: 'Errors', AlarmActions: [{ Ref: topic }] });
  }
});

it('has the table that the store wants', () => {
  const [table, ...others] = ofType('AWS::DynamoDB::Table');
  expect(others).toEqual([]);
  const { TableName: _, AttributeDefinitions = [], ...wanted } = tableDefinition('any');
  expect(table).toMatchObject({
    ...wanted,
    AttributeDefinitions: expect.arrayContaining(AttributeDefinitions),
    TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
  });
});

it('answers each result of a batch by itself', () => {
  expect(ofType('AWS::Lambda::EventSourceMapping')).toMatchObject([
    { FunctionResponseTypes: ['ReportBatchItemFailures'] },
  ]);
});

it('gives the function of the results time to pause a lane, and none beyond what SQS hides a result', () => {
  const pausingSeconds = 45;
  const [hiddenSeconds] = ofType('AWS::SQS::Queue').map(({ VisibilityTimeout }) =>
    Number(VisibilityTimeout),
  );
  const mapped = JSON.stringify(ofType('AWS::Lambda::EventSourceMapping')[0]?.['FunctionName']);
  const [, id = ''] = /"Ref":"(\w+)"/.exec(mapped) ?? [];
  const timeout = Number(template[id]?.Properties['Timeout']);
  expect(timeout).toBeGreaterThanOrEqual(pausingSeconds);
  expect(timeout).toBeLessThanOrEqual(hiddenSeconds ?? 0);
});

it('has functions of the host that start', async () => {
  const environment = {
    HOOKLANE_STAGE: 'test',
    TABLE_NAME: 'table',
    PROVISIONER: 'provisioner',
    AWS_REGION: 'eu-west-1',
  };
  const names = ['api', 'results', 'timer'];
  const load = `for (const name of ${JSON.stringify(names)}) console.log(typeof require(\`./\${name}/index.cjs\`).handler)`;
  const options = { cwd: join(root, '.hooklane/functions'), env: environment };
  const { stdout } = await run(process.execPath, ['-e', load], options);
  expect(stdout).toBe('function\n'.repeat(names.length));
});

it.skipIf(!hasCfnLint)(
  'has nothing for cfn-lint to find',
  async () => {
    // CDK names what a function depends on, though its role says so: the one thing that is left out.
    const { stdout } = await run('cfn-lint', ['--ignore-checks', 'W3005', '--', templatePath]);
    expect(stdout).toBe('');
  },
  60_000,
);
