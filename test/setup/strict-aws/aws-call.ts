import type { IncomingMessage } from 'node:http';
import type { Service, ServiceModel, ServiceModels, Shape } from './service-models.ts';

/** Input of a call, as the API names it. */
export type Input = Readonly<Record<string, unknown>>;

/** A request to AWS, read. */
export interface AwsCall {
  readonly service: Service;
  readonly operation: string;
  readonly input: Input;
}

const scopes: Readonly<Record<string, Service>> = { monitoring: 'cloudwatch' };

/** The service that a request is signed for; `undefined` for one that is not described. */
export function serviceOf(
  { headers }: Pick<IncomingMessage, 'headers'>,
  models: ServiceModels,
): Service | undefined {
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
  const service = scope === undefined ? undefined : (scopes[scope] ?? (scope as Service));
  return service === undefined || models[service] === undefined ? undefined : service;
}

/** Reads what a request asks for; `undefined` for a service that is not described, or no operation of it. */
export function readCall(
  incoming: Pick<IncomingMessage, 'headers' | 'method' | 'url'>,
  body: string,
  models: ServiceModels,
): AwsCall | undefined {
  const { headers, method = '', url = '' } = incoming;
  const service = serviceOf(incoming, models);
  if (service === undefined) return undefined;
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const operation = target.slice(target.indexOf('.') + 1);
    return { service, operation, input: JSON.parse(body || '{}') };
  }
  if (service === 'lambda') return readRest(service, { method, url }, body, models[service]);
  return readQuery(service, new URLSearchParams(body), models[service]);
}

/** Lambda: the path and the query hold what the body does not. */
function readRest(
  service: Service,
  { method, url }: { readonly method: string; readonly url: string },
  body: string,
  { operations, shapes }: ServiceModel,
): AwsCall | undefined {
  const { pathname, searchParams } = new URL(url, 'http://aws');
  for (const [operation, { http, input }] of Object.entries(operations)) {
    const names: string[] = [];
    const [template = ''] = http.requestUri.split('?');
    const pattern = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
      names.push(name.replace('+', ''));
      return name.endsWith('+') ? '(.+)' : '([^/]+)';
    });
    const match = new RegExp(`^${pattern}/?$`).exec(pathname);
    if (match === null || http.method !== method) continue;
    const members = Object.entries(shapes[input?.shape ?? '']?.members ?? {});
    const located = members.flatMap(([member, { location, locationName = member, shape }]) => {
      const texts =
        location === 'uri'
          ? [decodeURIComponent(match[names.indexOf(locationName) + 1] ?? '')]
          : location === 'querystring'
            ? searchParams.getAll(locationName)
            : [];
      if (texts.length === 0) return [];
      const isList = shapes[shape]?.type === 'list';
      return [[member, isList ? texts : scalar(texts[0] ?? '', shapes[shape])] as const];
    });
    return { service, operation, input: { ...readBody(body), ...Object.fromEntries(located) } };
  }
  return undefined;
}

function readBody(body: string): Input {
  return body === '' ? {} : JSON.parse(body);
}

/** IAM and SNS: lists and maps are flattened into names with numbers. */
function readQuery(
  service: Service,
  form: URLSearchParams,
  { operations, shapes }: ServiceModel,
): AwsCall | undefined {
  const operation = form.get('Action') ?? '';
  if (operations[operation] === undefined) return undefined;
  const shape = shapes[operations[operation].input?.shape ?? ''] ?? { type: 'structure' };
  const entries = [...form].filter(([name]) => name !== 'Action' && name !== 'Version');
  const input = unflatten(entries, shape, shapes) as Input;
  return { service, operation, input };
}

function unflatten(
  entries: readonly (readonly [string, string])[],
  shape: Shape | undefined,
  shapes: ServiceModel['shapes'],
): unknown {
  if (shape?.type === 'structure') {
    const groups = groupByHead(entries);
    return Object.fromEntries(
      [...groups].map(([name, rest]) => [
        name,
        unflatten(rest, shapes[shape.members?.[name]?.shape ?? ''], shapes),
      ]),
    );
  }
  if (shape?.type === 'list') {
    const inner = entries.map(([name, value]) => [name.replace(/^member\.?/, ''), value] as const);
    return [...groupByHead(inner).values()].map((rest) =>
      unflatten(rest, shapes[shape.member?.shape ?? ''], shapes),
    );
  }
  if (shape?.type === 'map') {
    const inner = entries.map(([name, value]) => [name.replace(/^entry\.?/, ''), value] as const);
    return Object.fromEntries(
      [...groupByHead(inner).values()].map((rest) => [
        rest.find(([name]) => name === 'key')?.[1],
        rest.find(([name]) => name === 'value')?.[1],
      ]),
    );
  }
  return scalar(entries[0]?.[1] ?? '', shape);
}

function groupByHead(
  entries: readonly (readonly [string, string])[],
): Map<string, (readonly [string, string])[]> {
  const groups = new Map<string, (readonly [string, string])[]>();
  for (const [name, value] of entries) {
    const dot = name.indexOf('.');
    const head = dot < 0 ? name : name.slice(0, dot);
    const rest = dot < 0 ? '' : name.slice(dot + 1);
    groups.set(head, [...(groups.get(head) ?? []), [rest, value]]);
  }
  return groups;
}

function scalar(text: string, shape: Shape | undefined): unknown {
  if (shape?.type === 'boolean') return text === 'true';
  if (['integer', 'long', 'double', 'float'].includes(shape?.type ?? '')) return Number(text);
  return text;
}
