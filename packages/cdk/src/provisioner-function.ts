import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { refuseUnknownProps } from './check-props.ts';
import { readFunctionZip } from './function-zip.ts';
import type { HooklanePlatform } from './hooklane-platform.ts';
import { stageVariable } from './lambda/provisioner-environment.ts';
import { refuseStackNamedAsLane } from './stage-place.ts';

/** What a {@link ProvisionerFunction} is made of. */
export interface ProvisionerFunctionProps {
  /** Whose partners it provisions. */
  readonly platform: HooklanePlatform;
  /** Code of your own, that calls `@hooklane/provisioner`; its handler is `index.handler`. @default Hooklane's, which takes a {@link ProvisionerRequest} */
  readonly code?: lambda.Code | undefined;
  /** Environment variables for code of your own, beside `HOOKLANE_STAGE`. @default none */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** How long logs are kept. @default RetentionDays.ONE_MONTH */
  readonly logRetention?: logs.RetentionDays | undefined;
}

const propNames = ['platform', 'code', 'environment', 'logRetention'] as const;

// The most that Lambda allows: a lane takes a minute, a crowd of them what the quotas of the account make of it.
const timeoutMinutes = 15;
const memoryMb = 512;

/**
 * A function that provisions partners at run time, with the least that it must be allowed. Invoke it with a
 * {@link ProvisionerRequest}, such as `{ action: 'provision', partner: { partnerId: 'acme', compute: { kind: 'lambda' } } }`.
 * Every action is safe to repeat, as Lambda does with asynchronous invocations that fail.
 *
 * @example
 * const provisioner = new ProvisionerFunction(stack, 'Provisioner', { platform });
 * provisioner.grantInvoke(api);
 *
 * @throws HooklaneError `invalid_options`, `artifact_missing`
 */
export class ProvisionerFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: ProvisionerFunctionProps) {
    super(scope, id);
    refuseUnknownProps('ProvisionerFunction', props, propNames);
    const { platform, environment, logRetention = logs.RetentionDays.ONE_MONTH } = props;
    // It and its role have names of CloudFormation's: those of Hooklane's would let it change both.
    refuseStackNamedAsLane('ProvisionerFunction', this, platform.stage);
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    platform.grantProvision(this.role);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(this.role);
    this.function = new lambda.Function(this, 'Function', {
      runtime: new lambda.Runtime('nodejs24.x', lambda.RuntimeFamily.NODEJS, {
        supportsInlineCode: true,
      }),
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code ?? ownCode(),
      role: this.role,
      memorySize: memoryMb,
      timeout: Duration.minutes(timeoutMinutes),
      environment: { ...environment, [stageVariable]: platform.stage },
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
    });
  }

  /** Lets `grantee` invoke it. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.function.grantInvoke(grantee);
  }
}

function ownCode(): lambda.Code {
  const url = new URL('../dist/function/provisioner.zip', import.meta.url);
  return readFunctionZip(url, '@hooklane/cdk').code;
}
