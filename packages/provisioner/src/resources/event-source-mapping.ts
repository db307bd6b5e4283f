import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { CallContext } from '../call-context.ts';
import type { Found, Resource } from '../resource.ts';
import { untilSettled } from '../settle.ts';
import { unlessMissing } from './queue.ts';

/** How messages come to a lane's function. */
export interface MappingSettings {
  /** ARN of the alias. */
  readonly target: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Instances of the function at work at the same time. */
  readonly maximumConcurrency: number | undefined;
  readonly responseTypes: readonly string[];
  /** More than one would share the queue, and each would work it with the whole concurrency. */
  readonly count: number;
}

/** Whether messages come to a lane's function. */
export interface DeliverySettings {
  readonly isEnabled: boolean;
}

/** A mapping, as it was found. */
export interface FoundMapping extends Found<MappingSettings>, DeliverySettings {}

/** A lane's function, as its mapping needs it. */
export interface MappedLane {
  readonly functionName: string;
  readonly queueArn: string;
}

/** The mapping from a lane's queue to its function. It is made disabled: {@link delivery} comes last. */
export function eventSourceMapping(
  { functionName, queueArn }: MappedLane,
  context: CallContext,
): Resource<MappingSettings> & { read(): Promise<FoundMapping | undefined> } {
  const { lambda } = context.aws;
  return {
    kind: 'event-source-mapping',
    name: functionName,
    read: async () => {
      const mappings = await settledMappings(queueArn, context);
      const [first] = mappings;
      return (
        first && {
          settings: fromMapping(first, mappings.length),
          isEnabled: first.State === 'Enabled',
        }
      );
    },
    create: async (wanted, tags) => {
      const { UUID } = await lambda.create(
        new CreateEventSourceMappingCommand({
          ...toMapping(wanted),
          EventSourceArn: queueArn,
          Enabled: false,
          Tags: { ...tags },
        }),
      );
      await settledMapping(UUID as string, context);
      return undefined;
    },
    update: async ({ wanted }) => {
      const [first, ...others] = await settledMappings(queueArn, context);
      for (const other of others) await removeMapping(other, context);
      if (first?.UUID === undefined) return;
      await lambda.send(
        new UpdateEventSourceMappingCommand({ UUID: first.UUID, ...toMapping(wanted) }),
      );
      await settledMapping(first.UUID, context);
    },
    remove: async () => {
      for (const mapping of await settledMappings(queueArn, context)) {
        await removeMapping(mapping, context);
      }
    },
  };
}

/** Whether a lane's mapping is enabled. To remove it is to disable it. */
export function delivery(
  { functionName, queueArn }: MappedLane,
  context: CallContext,
): Resource<DeliverySettings> {
  const enable = async (Enabled: boolean): Promise<void> => {
    for (const { UUID, State } of await settledMappings(queueArn, context)) {
      if (UUID === undefined || (State === 'Enabled') === Enabled) continue;
      await context.aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
      await settledMapping(UUID, context);
    }
  };
  return {
    kind: 'delivery',
    name: functionName,
    read: async () => {
      const [first] = await settledMappings(queueArn, context);
      return first && { settings: { isEnabled: first.State === 'Enabled' } };
    },
    create: async ({ isEnabled }) => {
      await enable(isEnabled);
      return undefined;
    },
    update: ({ wanted }) => enable(wanted.isEnabled),
    remove: () => enable(false),
  };
}

function toMapping(settings: MappingSettings) {
  return {
    FunctionName: settings.target,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.windowSeconds,
    ScalingConfig: { MaximumConcurrency: settings.maximumConcurrency },
    FunctionResponseTypes: [...settings.responseTypes] as 'ReportBatchItemFailures'[],
  };
}

function fromMapping(mapping: EventSourceMappingConfiguration, count: number): MappingSettings {
  return {
    target: mapping.FunctionArn as string,
    batchSize: Number(mapping.BatchSize),
    windowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
    maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency,
    responseTypes: mapping.FunctionResponseTypes ?? [],
    count,
  };
}

/** The mappings of a queue, once none of them is on its way to another state. */
function settledMappings(
  EventSourceArn: string,
  context: CallContext,
): Promise<readonly EventSourceMappingConfiguration[]> {
  return untilSettled(
    async () => {
      const { EventSourceMappings = [] } = await context.aws.lambda.send(
        new ListEventSourceMappingsCommand({ EventSourceArn }),
      );
      return EventSourceMappings.every(isSettled) ? EventSourceMappings : undefined;
    },
    { what: `the mappings of ${EventSourceArn} to settle` },
    context,
  );
}

/** Waits until a mapping is enabled, disabled or gone. */
async function settledMapping(UUID: string, context: CallContext): Promise<void> {
  await untilSettled(
    async () => {
      const mapping = await unlessMissing(() =>
        context.aws.lambda.send(new GetEventSourceMappingCommand({ UUID })),
      );
      return mapping === undefined || isSettled(mapping) ? true : undefined;
    },
    { what: `event source mapping ${UUID} to settle` },
    context,
  );
}

async function removeMapping(
  { UUID }: EventSourceMappingConfiguration,
  context: CallContext,
): Promise<void> {
  if (UUID === undefined) return;
  await unlessMissing(() => context.aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID })));
  await settledMapping(UUID, context);
}

function isSettled({ State }: EventSourceMappingConfiguration): boolean {
  return State === 'Enabled' || State === 'Disabled';
}
