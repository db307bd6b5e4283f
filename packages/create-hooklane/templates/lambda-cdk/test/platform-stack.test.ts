import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { addPlatformStack } from '../infra/platform-stack.ts';

it('makes the results queue of the stage', { timeout: 30_000 }, () => {
  const template = Template.fromStack(addPlatformStack(new App(), 'test'));
  const queues = Object.values(template.findResources('AWS::SQS::Queue'));
  expect(queues).toMatchObject([{ Properties: { QueueName: 'hooklane-test-results' } }]);
});
