import { Refusal } from '../../test/setup/strict-aws/answers.ts';
import type { Operations } from './memory-account.ts';

interface Parameter {
  readonly Type: unknown;
  readonly Value: unknown;
  readonly tags: unknown;
}

/** Parameters of SSM, with their first value. */
export function memoryParameters(): Operations {
  const parameters = new Map<string, Parameter>();
  const find = (name: unknown): Parameter => {
    const parameter = parameters.get(String(name));
    if (parameter !== undefined) return parameter;
    throw new Refusal('ParameterNotFound', `Parameter ${name} not found.`);
  };
  return {
    'ssm PutParameter': ({ Name, Type, Value, Tags: tags }) => {
      const name = String(Name);
      if (parameters.has(name)) {
        throw new Refusal('ParameterAlreadyExists', `Parameter ${name} exists`);
      }
      parameters.set(name, { Type, Value, tags });
      return { Version: 1 };
    },
    'ssm GetParameter': ({ Name }) => {
      const { Type, Value } = find(Name);
      return { Parameter: { Name, Type, Value, Version: 1 } };
    },
    'ssm ListTagsForResource': ({ ResourceId }) => ({ TagList: find(ResourceId).tags }),
  };
}
