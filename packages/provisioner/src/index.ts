export type { ProvisionerClients } from './aws/clients.ts';
export { type DeletePartnerOptions, deletePartner } from './delete-partner.ts';
export { type Drift, describePartner, type PartnerDescription } from './describe-partner.ts';
export { type DisablePartnerOptions, disablePartner, enablePartner } from './disable-partner.ts';
export type { Lane, LaneFunction } from './lane.ts';
export type { LambdaCompute, LaneCompute } from './lane-compute.ts';
export type { LaneHealth } from './lane-health.ts';
export { listPartners } from './list-partners.ts';
export type { PartnerConfig } from './partner-config.ts';
export type { LanePlan, PlanStep } from './plan.ts';
export type { ProgressEvent, ResourceKind } from './progress.ts';
export {
  type Alarms,
  type AlarmsConfig,
  type ProvisionAlarmsOptions,
  provisionAlarms,
  removeAlarms,
} from './provision-alarms.ts';
export {
  type ProvisionPartnerOptions,
  planPartner,
  provisionPartner,
} from './provision-partner.ts';
export { type Platform, type PlatformConfig, provisionPlatform } from './provision-platform.ts';
export type { CallOptions, ProvisionerOptions } from './provisioner-options.ts';
export {
  type ProvisionerPolicy,
  type ProvisionerPolicyOptions,
  provisionerPolicy,
} from './provisioner-policy.ts';
export { type LaneRoom, measureRoom, type QuotaRoom } from './quota-room.ts';
export type { FunctionCode } from './resources/function-settings.ts';
export type { MessageCounts } from './resources/queue.ts';
export {
  type RotatedSecret,
  type RotateSecretOptions,
  readSecrets,
  rotateSecret,
} from './rotate-secret.ts';
export {
  type CodeUpdate,
  type FailedLane,
  type UpdateCodeOptions,
  updateCode,
} from './update-code.ts';
export { type PartnerChanges, updatePartner } from './update-partner.ts';
