// How the platform and its alarms are to be, as data: what `provisionPlatform` and `provisionAlarms` make, for tools that
// make the same by other means, such as CloudFormation. Nothing here speaks to AWS.
export { type Owner, ownerTags } from './ownership.ts';
export { type Arns, type ProvisionerStatement, statementsFor } from './policy-statements.ts';
export { arnsIn, type Place } from './provisioner-policy.ts';
export {
  type AlarmFunctionSettings,
  type AlarmFunctionWish,
  alarmFunctionSettings,
  alarmLogSettings,
  alarmPolicyName,
  alarmRoleSettings,
  isRunbookUrl,
} from './resources/alarm-function-settings.ts';
export {
  type AlarmRequest,
  type AlarmSetSettings,
  type AlarmSettings,
  alarmRequest,
  fleetAlarms,
} from './resources/alarm-settings.ts';
export { boundaryPolicyOf, type PolicyDocument } from './resources/lane-policy.ts';
export { resultsQueueSettings } from './resources/results-queue.ts';
export type { Site } from './site.ts';
