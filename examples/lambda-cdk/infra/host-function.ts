import type { HooklanePlatform, ProvisionerFunction } from '@hooklane/cdk';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { bundleFunction } from './bundle-function.ts';

/** What a {@link HostFunction} works with. */
export interface HostFunctionProps {
  readonly platform: HooklanePlatform;
  readonly provisioner: ProvisionerFunction;
  readonly table: Table;
  readonly timeout: Duration;
}

// What `createDynamoDbStore` says that its role needs.
const tableActions = ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'];

/** A function of the host: `lambda/<id>.ts`, with the rights of its subscriptions. */
export class HostFunction extends lambda.Function {
  constructor(scope: Construct, id: string, props: HostFunctionProps) {
    const { platform, provisioner, table, timeout } = props;
    super(scope, id, {
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(bundleFunction(id.toLowerCase())),
      memorySize: 512,
      timeout,
      environment: {
        HOOKLANE_STAGE: platform.stage,
        TABLE_NAME: table.tableName,
        PROVISIONER: provisioner.function.functionName,
      },
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup: new LogGroup(scope, `${id}Logs`, {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    table.grant(this, ...tableActions.map((action) => `dynamodb:${action}`));
    platform.grantPublish(this);
    provisioner.grantInvoke(this);
  }
}
