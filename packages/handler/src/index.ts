export { type DeliverHookOptions, deliverHook } from './deliver-hook.ts';
export type { DeliveryOptions, OnResult } from './delivery-options.ts';
export { createEmfMetrics, type EmfMetricsOptions } from './emf-metrics.ts';
export { createJsonLogger } from './json-logger.ts';
export type { LaneConfig } from './lane.ts';
export { createMemoryDedupeStore, type MemoryDedupeStoreOptions } from './memory-dedupe-store.ts';
export { createNodeTransport } from './node-transport.ts';
export type { PartnerStateOf } from './partner-states.ts';
export { type RequeueOptions, requeue } from './requeue.ts';
export { type RunWorkerOptions, runWorker, type SignalledProcess } from './run-worker.ts';
export {
  createSqsHandler,
  type LambdaContext,
  type SqsBatchResponse,
  type SqsEvent,
  type SqsHandler,
  type SqsHandlerOptions,
  type SqsRecord,
} from './sqs-handler.ts';
export type {
  Transport,
  TransportAnswer,
  TransportOptions,
  TransportRequest,
} from './transport.ts';
export { version } from './version.ts';
export { createWorker, type StopOptions, type Worker, type WorkerOptions } from './worker.ts';
