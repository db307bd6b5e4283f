export { HooklanePlatform, type HooklanePlatformProps } from './hooklane-platform.ts';
export type { ProvisionerAnswer, ProvisionerRequest } from './lambda/provisioner-request.ts';
export { ProvisionerFunction, type ProvisionerFunctionProps } from './provisioner-function.ts';
export { SlackAlarms, type SlackAlarmsProps } from './slack-alarms.ts';
