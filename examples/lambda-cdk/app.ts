// The app of `cdk synth` and `cdk deploy`: one stack for a stage, `cdk deploy -c stage=prod`.
import { App } from 'aws-cdk-lib';
import { WebhooksStack } from './infra/webhooks-stack.ts';

const app = new App();
const stage = String(app.node.tryGetContext('stage') ?? 'dev');
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
new WebhooksStack(app, `Webhooks-${stage}`, {
  stage,
  env: { ...(account !== undefined && { account }), ...(region !== undefined && { region }) },
});
