export { type MissingRic, ricDirectory, ricForTests } from './lambda-runtime/ric-directory.ts';
export { createRuntimeApi, type RuntimeApi } from './lambda-runtime/runtime-api.ts';
export {
  type FunctionError,
  type InvokeOutcome,
  type RunningFunction,
  type StartFunctionOptions,
  startFunction,
} from './lambda-runtime/start-function.ts';
export { unzip, type ZipEntry } from './lambda-runtime/unzip.ts';
