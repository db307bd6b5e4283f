import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { addPlatformStack } from '../infra/platform-stack.ts';

describe('the stack of the platform', () => {
  const template = Template.fromStack(addPlatformStack(new App(), 'test'));

  it('makes the results queue of the stage', () => {
    const queues = Object.values(template.findResources('AWS::SQS::Queue'));
    expect(queues).toMatchObject([{ Properties: { QueueName: 'hooklane-test-results' } }]);
  });
});
