import type { AwsCall } from './aws-call.ts';
import type { ServiceModel, ServiceModels, Shape } from './service-models.ts';

/** Says what of a call AWS's own description forbids; `undefined` when nothing is. */
export function findViolation(
  { service, operation, input }: AwsCall,
  models: ServiceModels,
): string | undefined {
  const { operations, shapes } = models[service];
  const shape = shapes[operations[operation]?.input?.shape ?? ''];
  if (operations[operation] === undefined) return `${operation} is no operation of ${service}`;
  return shape && violationOf(input, shape, operation, shapes);
}

/** Patterns that JavaScript cannot read; a test says which. */
export const uncheckedPatterns = new Set<string>();

type Shapes = ServiceModel['shapes'];

function violationOf(
  value: unknown,
  shape: Shape | undefined,
  path: string,
  shapes: Shapes,
): string | undefined {
  switch (shape?.type) {
    case 'structure':
      return structureViolation(value, shape, path, shapes);
    case 'list':
      if (!Array.isArray(value)) return `${path} is no list`;
      return (
        rangeViolation(value.length, shape, `${path} length`) ??
        first(value, (item, index) =>
          violationOf(item, shapes[shape.member?.shape ?? ''], `${path}.${index}`, shapes),
        )
      );
    case 'map':
      return mapViolation(value, shape, path, shapes);
    case 'string':
      return textViolation(value, shape, path);
    case 'integer':
    case 'long':
    case 'double':
    case 'float':
      if (typeof value !== 'number' || Number.isNaN(value)) return `${path} is no number`;
      if ((shape.type === 'integer' || shape.type === 'long') && !Number.isInteger(value)) {
        return `${path} is no integer`;
      }
      return rangeViolation(value, shape, path);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${path} is no boolean`;
    default:
      return undefined;
  }
}

function structureViolation(
  value: unknown,
  shape: Shape,
  path: string,
  shapes: Shapes,
): string | undefined {
  if (value === null || typeof value !== 'object') return `${path} is no structure`;
  const members = shape.members ?? {};
  const missing = shape.required?.find(
    (name) => (value as Record<string, unknown>)[name] === undefined,
  );
  if (missing !== undefined) return `${path}.${missing} is missing`;
  return first(Object.entries(value), ([name, item]) => {
    const ref = members[name];
    if (ref === undefined) return `${path}.${name} is no member`;
    return violationOf(item, shapes[ref.shape], `${path}.${name}`, shapes);
  });
}

function mapViolation(
  value: unknown,
  shape: Shape,
  path: string,
  shapes: Shapes,
): string | undefined {
  if (value === null || typeof value !== 'object') return `${path} is no map`;
  const entries = Object.entries(value);
  return (
    rangeViolation(entries.length, shape, `${path} size`) ??
    first(
      entries,
      ([key, item]) =>
        violationOf(key, shapes[shape.key?.shape ?? ''], `${path} key ${key}`, shapes) ??
        violationOf(item, shapes[shape.value?.shape ?? ''], `${path}.${key}`, shapes),
    )
  );
}

function textViolation(value: unknown, shape: Shape, path: string): string | undefined {
  if (typeof value !== 'string') return `${path} is no string`;
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    return `${path} is ${value}, not one of ${shape.enum.join(', ')}`;
  }
  const pattern = shape.pattern && compile(shape.pattern);
  if (pattern && !pattern.test(value)) return `${path} does not match ${shape.pattern}`;
  return rangeViolation(value.length, shape, `${path} length`);
}

function rangeViolation(size: number, { min, max }: Shape, path: string): string | undefined {
  if (min !== undefined && size < min) return `${path} is ${size}, at least ${min}`;
  if (max !== undefined && size > max) return `${path} is ${size}, at most ${max}`;
  return undefined;
}

/** Patterns are Java's. */
function compile(pattern: string): RegExp | undefined {
  const translated = pattern.replaceAll('\\p{L}', '\\p{L}').replaceAll('\\/', '/');
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^(?:${translated})$`, flags);
    } catch {
      // Read with the other flags, or named below.
    }
  }
  uncheckedPatterns.add(pattern);
  return undefined;
}

function first<Item>(
  items: readonly Item[],
  find: (item: Item, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
