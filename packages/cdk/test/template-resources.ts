import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** Properties of a resource, as CloudFormation has them. */
export type Properties = Readonly<Record<string, unknown>>;

/** A resource of a template. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
}

/** Where a template is deployed. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** Reads the template of a stack, with every reference as what it refers to. */
export function resourcesOf(stack: Stack, { region, accountId }: Place): readonly Resource[] {
  const { Resources = {} } = Template.fromStack(stack).toJSON() as {
    readonly Resources?: Readonly<Record<string, { Type: string; Properties?: Properties }>>;
  };
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const arnOf = (id: string): string => {
    const { Type, Properties = {} } = Resources[id] ?? { Type: 'nothing' };
    const at = (service: string, resource: unknown): string =>
      `arn:aws:${service}:${service === 'iam' ? '' : region}:${accountId}:${resource}`;
    if (Type === 'AWS::SNS::Topic') return at('sns', Properties['TopicName']);
    if (Type === 'AWS::Lambda::Function')
      return at('lambda', `function:${Properties['FunctionName']}`);
    if (Type === 'AWS::IAM::Role')
      return at('iam', `role${Properties['Path']}${Properties['RoleName']}`);
    const policy = `policy${Properties['Path']}${Properties['ManagedPolicyName']}`;
    return Type === 'AWS::IAM::ManagedPolicy' ? at('iam', policy) : `arn of ${id}`;
  };
  const refTo = (id: string): unknown => {
    const { Type, Properties = {} } = Resources[id] ?? { Type: 'nothing' };
    if (pseudo[id] !== undefined) return pseudo[id];
    return Type === 'AWS::Logs::LogGroup' ? Properties['LogGroupName'] : arnOf(id);
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Properties;
    if (typeof Ref === 'string') return refTo(Ref);
    if (Array.isArray(attribute)) return arnOf(String(attribute[0]));
    if (Array.isArray(join)) return (resolve(join[1]) as string[]).join(String(join[0]));
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
  };
  return Object.entries(Resources).map(([logicalId, { Type: type, Properties = {} }]) => ({
    logicalId,
    type,
    properties: resolve(Properties) as Properties,
  }));
}
