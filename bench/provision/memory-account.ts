import { type Answer, jsonAnswer, Refusal } from '../../test/setup/strict-aws/answers.ts';
import type { AwsCall } from '../../test/setup/strict-aws/aws-call.ts';
import { memoryFunctions } from './memory-functions.ts';
import { memoryLogGroups } from './memory-log-groups.ts';
import { memoryMappings } from './memory-mappings.ts';
import { memoryParameters } from './memory-parameters.ts';
import { memoryQueues } from './memory-queues.ts';
import { memoryRoles } from './memory-roles.ts';

/** Carries out one operation; throws a `Refusal`. */
export type CarryOut = (input: AwsCall['input']) => object;

/** What a service carries out, by `service Operation`. */
export type Operations = Readonly<Record<string, CarryOut>>;

export const region = 'eu-west-1';
export const accountId = '123456789012';

/** An account in memory, with the operations that `provisionPartner` needs; what AWS refuses is not its business. */
export function createMemoryAccount(): (call: AwsCall) => Answer {
  const operations: Operations = {
    ...memoryQueues(),
    ...memoryParameters(),
    ...memoryLogGroups(),
    ...memoryRoles(),
    ...memoryFunctions(),
    ...memoryMappings(),
    // Nothing here makes an alarm.
    'cloudwatch DescribeAlarms': () => ({ MetricAlarms: [] }),
  };
  return ({ service, operation, input }) => {
    const carryOut = operations[`${service} ${operation}`];
    if (carryOut === undefined) {
      throw new Refusal('NotImplemented', `There is no ${service} ${operation} here`, 501);
    }
    return jsonAnswer(carryOut(input));
  };
}
