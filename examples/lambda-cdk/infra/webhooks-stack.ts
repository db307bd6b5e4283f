import { HooklanePlatform, ProvisionerFunction, SlackAlarms } from '@hooklane/cdk';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, type HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { apiRoutes } from '../host/api-routes.ts';
import type { TimerTask } from '../host/timer.ts';
import { HostFunction } from './host-function.ts';
import { addSubscriptionsTable } from './subscriptions-table.ts';

/** What a {@link WebhooksStack} is made of. */
export interface WebhooksStackProps extends StackProps {
  /** `dev`, `sandbox`, `prod`. */
  readonly stage: string;
}

/** The host: an API, what reads results, what looks after the rest, and Hooklane's platform. */
export class WebhooksStack extends Stack {
  constructor(scope: Construct, id: string, { stage, ...props }: WebhooksStackProps) {
    super(scope, id, props);
    const platform = new HooklanePlatform(this, 'Hooklane', { stage });
    const provisioner = new ProvisionerFunction(this, 'Provisioner', { platform });
    const alarms = new SlackAlarms(this, 'SlackAlarms', { platform });
    const table = addSubscriptionsTable(this);
    const shared = { platform, provisioner, table };

    // The longest that API Gateway waits.
    const api = new HostFunction(this, 'Api', { ...shared, timeout: Duration.seconds(29) });
    // Waits for Lambda to pause the lane of a partner whose last endpoint was disabled, which takes most of a minute. Not
    // longer than SQS hides a result, which is a minute.
    const results = new HostFunction(this, 'Results', { ...shared, timeout: Duration.seconds(55) });
    const timer = new HostFunction(this, 'Timer', { ...shared, timeout: Duration.minutes(5) });

    results.addEventSource(
      new SqsEventSource(platform.resultsQueue, {
        batchSize: 20,
        maxBatchingWindow: Duration.seconds(1),
        reportBatchItemFailures: true,
      }),
    );
    addTimers(this, timer);
    const watched = { Provisioner: provisioner.function, Results: results, Timer: timer };
    addErrorAlarms(this, { watched, topic: platform.alarmTopic });
    const { apiEndpoint } = addApi(this, api);
    new CfnOutput(this, 'ApiUrl', { value: apiEndpoint });
    new CfnOutput(this, 'SlackUrlParameter', { value: alarms.slackUrlParameter });
  }
}

/** Every request is to be signed with the credentials of AWS: whoever may call is who may `execute-api:Invoke`. */
function addApi(stack: Stack, handler: HostFunction): HttpApi {
  const api = new HttpApi(stack, 'HttpApi', { defaultAuthorizer: new HttpIamAuthorizer() });
  const integration = new HttpLambdaIntegration('ToApi', handler);
  for (const route of apiRoutes) {
    const [method = '', path = ''] = route.split(' ');
    api.addRoutes({ path, methods: [method as HttpMethod], integration });
  }
  return api;
}

interface ErrorAlarms {
  readonly watched: Readonly<Record<string, IFunction>>;
  readonly topic: ITopic;
}

/** Of what is called by AWS itself nobody hears: a lane that was not made, say, though `POST /partners` was answered with 202. */
function addErrorAlarms(stack: Stack, { watched, topic }: ErrorAlarms): void {
  for (const [name, one] of Object.entries(watched)) {
    one
      .metricErrors({ period: Duration.minutes(5) })
      .createAlarm(stack, `${name}Errors`, {
        alarmDescription: `The function ${name} of the host fails`,
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      })
      .addAlarmAction(new SnsAction(topic));
  }
}

function addTimers(stack: Stack, timer: HostFunction): void {
  const rates: Readonly<Record<TimerTask, Duration>> = {
    resume: Duration.minutes(1),
    health: Duration.hours(1),
    purge: Duration.days(1),
  };
  for (const [task, rate] of Object.entries(rates)) {
    const target = new LambdaFunction(timer, { event: RuleTargetInput.fromObject({ task }) });
    new Rule(stack, `Timer-${task}`, { schedule: Schedule.rate(rate), targets: [target] });
  }
}
