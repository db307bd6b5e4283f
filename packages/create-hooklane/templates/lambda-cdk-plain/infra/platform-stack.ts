import { HooklanePlatform } from '@hooklane/cdk';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Adds what the lanes of a stage share: results queue, boundary of roles, alarms. */
export function addPlatformStack(scope: Construct, stage: string): Stack {
  // No name as those of lanes: whoever provisions may change the code of all functions named `hooklane-<stage>-…`.
  const stack = new Stack(scope, `webhooks-${stage}`);
  new HooklanePlatform(stack, 'Hooklane', { stage });
  return stack;
}
