import { Refusal } from '../../test/setup/strict-aws/answers.ts';
import type { Operations } from './memory-account.ts';

interface Mapping {
  readonly UUID: string;
  readonly EventSourceArn: unknown;
  State: 'Enabled' | 'Disabled';
}

/** Event source mappings that bring no messages. */
export function memoryMappings(): Operations {
  const byId = new Map<string, Mapping>();
  const tags = new Map<string, unknown>();
  const bySource = new Map<unknown, Mapping[]>();
  const find = (id: unknown): Mapping => {
    const mapping = byId.get(String(id));
    if (mapping !== undefined) return mapping;
    throw new Refusal('ResourceNotFoundException', `There is no mapping ${id}`, 404);
  };
  return {
    'lambda CreateEventSourceMapping': ({ Enabled, FunctionName, Tags, ...settings }) => {
      const { EventSourceArn } = settings;
      const UUID = `00000000-0000-4000-8000-${String(byId.size + 1).padStart(12, '0')}`;
      const State = stateOf(Enabled !== false);
      const mapping = { ...settings, UUID, EventSourceArn, FunctionArn: FunctionName, State };
      byId.set(UUID, mapping);
      tags.set(UUID, Tags);
      bySource.set(EventSourceArn, [...(bySource.get(EventSourceArn) ?? []), mapping]);
      return mapping;
    },
    'lambda GetEventSourceMapping': ({ UUID }) => find(UUID),
    'lambda ListTags': ({ Resource }) => ({
      Tags: tags.get(String(Resource).split(':').at(-1) ?? ''),
    }),
    'lambda ListEventSourceMappings': ({ EventSourceArn }) => ({
      EventSourceMappings: bySource.get(EventSourceArn) ?? [],
    }),
    'lambda UpdateEventSourceMapping': ({ UUID, Enabled, ...settings }) => {
      const mapping = find(UUID);
      Object.assign(mapping, settings);
      if (Enabled !== undefined) mapping.State = stateOf(Enabled === true);
      return mapping;
    },
  };
}

function stateOf(isEnabled: boolean): Mapping['State'] {
  return isEnabled ? 'Enabled' : 'Disabled';
}
