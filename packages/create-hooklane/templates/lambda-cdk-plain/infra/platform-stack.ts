import { HooklanePlatform } from '@hooklane/cdk';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Adds what the lanes of a stage share: results queue, boundary of roles, alarms. */
export function addPlatformStack(scope: Construct, stage: string): Stack {
  const stack = new Stack(scope, `hooklane-${stage}`);
  new HooklanePlatform(stack, 'Hooklane', { stage });
  return stack;
}
