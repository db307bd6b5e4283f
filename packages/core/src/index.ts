export { generateSecret, HooklaneError, isHooklaneError } from '@hooklane/signature';
export {
  type AlarmEnvironment,
  encodeAlarmEnvironment,
  parseAlarmEnvironment,
} from './alarm-environment.ts';
export {
  type AttemptOutcome,
  type ClassifyAnswerOptions,
  type ConnectionFailure,
  classifyAnswer,
  type PartnerAnswer,
  parseRetryAfter,
  type RejectionCode,
  type UnsignedCode,
  wantsNoMoreHooks,
} from './attempt-outcome.ts';
export { type AttemptResult, hostOf } from './attempt-result.ts';
export {
  type Admission,
  type AdmitHookOptions,
  admitHook,
  type Breaker,
  type BreakerAfterAttemptOptions,
  type BreakerPolicy,
  breakerAfterAttempt,
  closedBreaker,
} from './breaker.ts';
export { type Clock, systemClock } from './clock.ts';
export { type DedupeClaim, type DedupeStore, dedupeKey } from './dedupe-store.ts';
export { createEgressGuard, type EgressGuard } from './egress-guard.ts';
export type { EgressPolicy } from './egress-policy.ts';
export type { Hook, HookInput } from './hook.ts';
export { isReservedHeader } from './hook-headers.ts';
export { type CreateHookOptions, createHook } from './hook-input.ts';
export { egressGuardOf, parseHookUrl } from './hook-url.ts';
export {
  type Environment,
  encodeLaneEnvironment,
  type LaneEnvironment,
  parseLaneEnvironment,
} from './lane-environment.ts';
export {
  delaySeconds,
  holdSeconds,
  longestDelaySeconds,
  longestVisibilitySeconds,
  maxReceiveCount,
  visibilityTimeoutSeconds,
  worstBatchSeconds,
} from './lane-timing.ts';
export { type LogEntry, type LogFields, type Logger, silentLogger } from './logger.ts';
export { mapConcurrently } from './map-concurrently.ts';
export type { BatchMetrics, Metrics } from './metrics.ts';
export {
  type DecideNextStepOptions,
  decideNextStep,
  longestRetryAfterMs,
  type NextStep,
} from './next-step.ts';
export { type ParseInputOptions, parseInput } from './parse-input.ts';
export { isPartnerId, parsePartnerId, parseStage } from './partner-id.ts';
export {
  type PartnerPolicy,
  parsePartnerPolicy,
  type ResolvedPartnerPolicy,
} from './partner-policy.ts';
export type { PartnerState } from './partner-state.ts';
export { showReceived } from './received.ts';
export {
  type AlarmNames,
  alarmNames,
  type LaneNames,
  laneNames,
  type PlatformNames,
  platformNames,
  stagePrefix,
  tagNames,
} from './resource-names.ts';
export {
  gapAfterAttempt,
  type RetrySchedule,
  type RetrySchedulePreset,
  retrySchedules,
} from './retry-schedule.ts';
export type { SecretStore } from './secret-store.ts';
export { parseSlackUrl } from './slack-url.ts';
export { sleepUnlessAborted } from './sleep-unless-aborted.ts';
export {
  activeSecrets,
  encodeStoredSecrets,
  parseStoredSecrets,
  type StoredSecret,
} from './stored-secrets.ts';
export type { AttemptSpan, Tracing } from './tracing.ts';
export {
  attributeReserveBytes,
  encodeHook,
  maxMessageBytes,
  parseHook,
  wireVersion,
  writeMessageJson,
} from './wire.ts';
