import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { HooklaneError } from '@hooklane/core';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import { untilSettled } from '../settle.ts';
import type { Site } from '../site.ts';
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
  /** Whether messages come at all. */
  readonly isEnabled: boolean;
}

/** A lane's function, as its mapping needs it. */
export interface MappedLane {
  readonly functionName: string;
  readonly queueArn: string;
}

/** The mapping of a lane. */
export interface MappingResource extends Resource<MappingSettings> {
  /** Starts or stops deliveries and waits until it is so; `false` when there is no mapping. */
  turn(isEnabled: boolean): Promise<boolean>;
}

/** The mapping from a lane's queue to its function. It is made last: it starts the work. */
export function eventSourceMapping(
  lane: MappedLane,
  site: Pick<Site, 'arnOf'>,
  context: CallContext,
): MappingResource {
  const { lambda } = context.aws;
  const arnOf = (uuid: string): string => site.arnOf('lambda', `event-source-mapping:${uuid}`);
  const mappings = (): Promise<readonly OwnMapping[]> => ownMappings(lane, context);
  return {
    kind: 'event-source-mapping',
    name: lane.functionName,
    read: async () => {
      const [first, ...others] = await mappings();
      if (first === undefined) return undefined;
      const { Tags = {} } = await lambda.send(new ListTagsCommand({ Resource: arnOf(first.UUID) }));
      return { settings: fromMapping(first, others.length + 1), tags: Tags };
    },
    create: async (wanted, tags) => {
      const { UUID } = await lambda.create(
        new CreateEventSourceMappingCommand({
          ...toMapping(wanted),
          EventSourceArn: lane.queueArn,
          Tags: { ...tags },
        }),
      );
      await settledMapping(UUID as string, context);
      return undefined;
    },
    update: async ({ wanted, settings, tags, allTags }) => {
      const [first, ...others] = await mappings();
      for (const other of others) await removeMapping(other, context);
      if (first === undefined) return;
      if (Object.keys(settings).length > 0) {
        const { UUID } = first;
        await lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...toMapping(wanted) }));
        await settledMapping(UUID, context);
      }
      if (Object.keys(tags).length > 0) {
        // All of them: rights to tag mappings hold for those that name the stage (docs/iam.md).
        const Resource = arnOf(first.UUID);
        await lambda.send(new TagResourceCommand({ Resource, Tags: { ...allTags } }));
      }
    },
    remove: async () => {
      for (const mapping of await mappings()) await removeMapping(mapping, context);
    },
    turn: async (isEnabled) => {
      const found = await mappings();
      for (const { UUID, State } of found) {
        if ((State === 'Enabled') === isEnabled) continue;
        await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: isEnabled }));
        await settledMapping(UUID, context);
      }
      return found.length > 0;
    },
  };
}

function toMapping(settings: MappingSettings) {
  return {
    FunctionName: settings.target,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.windowSeconds,
    ScalingConfig: { MaximumConcurrency: settings.maximumConcurrency },
    FunctionResponseTypes: [...settings.responseTypes] as 'ReportBatchItemFailures'[],
    Enabled: settings.isEnabled,
  };
}

function fromMapping(mapping: OwnMapping, count: number): MappingSettings {
  return {
    target: mapping.FunctionArn,
    batchSize: Number(mapping.BatchSize),
    windowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
    maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency,
    responseTypes: mapping.FunctionResponseTypes ?? [],
    count,
    isEnabled: mapping.State === 'Enabled',
  };
}

type OwnMapping = EventSourceMappingConfiguration & {
  readonly UUID: string;
  readonly FunctionArn: string;
};

/**
 * The mappings of a lane's queue, once none of them is on its way to another state.
 *
 * @throws HooklaneError `lane_conflict` for one to a function of somebody else's
 */
async function ownMappings(
  { functionName, queueArn }: MappedLane,
  context: CallContext,
): Promise<readonly OwnMapping[]> {
  const all = await untilSettled(
    async () => {
      const { EventSourceMappings = [] } = await context.aws.lambda.send(
        new ListEventSourceMappingsCommand({ EventSourceArn: queueArn }),
      );
      return EventSourceMappings.every(isSettled) ? EventSourceMappings : undefined;
    },
    { what: `the mappings of ${queueArn} to settle` },
    context,
  );
  for (const { FunctionArn = '' } of all) {
    if (FunctionArn.split(':')[6] !== functionName) throw strangers(queueArn, FunctionArn);
  }
  return all as readonly OwnMapping[];
}

function strangers(queueArn: string, functionArn: string): HooklaneError<'lane_conflict'> {
  return new HooklaneError(
    'lane_conflict',
    `An event source mapping takes messages of ${queueArn} to ${functionArn}, which is not the function of this lane. Nothing was changed on it. Delete that mapping: two functions would share the hooks`,
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

async function removeMapping({ UUID }: OwnMapping, context: CallContext): Promise<void> {
  await unlessMissing(() => context.aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID })));
  await settledMapping(UUID, context);
}

function isSettled({ State }: EventSourceMappingConfiguration): boolean {
  return State === 'Enabled' || State === 'Disabled';
}
