import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A shape of AWS's own description of a service. */
export interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, ShapeRef>>;
  readonly member?: ShapeRef;
  readonly key?: ShapeRef;
  readonly value?: ShapeRef;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly flattened?: boolean;
  readonly payload?: string;
}

export interface ShapeRef {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
}

interface Operation {
  readonly name: string;
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: ShapeRef;
  readonly output?: ShapeRef & { readonly resultWrapper?: string };
}

/** AWS's own description of a service, as botocore ships it. */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const versions = {
  lambda: '2015-03-31',
  iam: '2010-05-08',
  sqs: '2012-11-05',
  ssm: '2014-11-06',
  logs: '2014-03-28',
  cloudwatch: '2010-08-01',
  sns: '2010-03-31',
} as const;

/** Services that are described. */
export type Service = keyof typeof versions;

export type ServiceModels = Readonly<Record<Service, ServiceModel>>;

let loaded: ServiceModels | undefined;

/** Loads the descriptions from where moto has them, once. */
export function loadServiceModels(): ServiceModels {
  loaded ??= readServiceModels();
  return loaded;
}

function readServiceModels(): ServiceModels {
  const script = 'import botocore, os; print(os.path.dirname(botocore.__file__))';
  const directory = execFileSync('python3', ['-c', script], { encoding: 'utf8' }).trim();
  const entries = Object.entries(versions).map(([service, version]) => {
    const path = join(directory, 'data', service, version, 'service-2.json.gz');
    return [service, JSON.parse(gunzipSync(readFileSync(path)).toString())];
  });
  return Object.fromEntries(entries);
}
