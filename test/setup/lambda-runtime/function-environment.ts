import { randomBytes, randomUUID } from 'node:crypto';
import type { Invocation } from './runtime-api.ts';
import type { StartFunctionOptions } from './start-function.ts';

// A made-up account, as AWS's own documentation has it.
const accountId = '123456789012';

/** The memory of a function, which is 128 MB unless said otherwise, as in `CreateFunction`. */
export function memoryOf({ memoryMb = 128 }: StartFunctionOptions): number {
  return memoryMb;
}

/**
 * What Lambda sets for every function, and what this one was given.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function environmentOf(options: StartFunctionOptions): Readonly<Record<string, string>> {
  const region = regionOf(options);
  const name = nameOf(options);
  const [major] = process.versions.node.split('.');
  return {
    PATH: process.env['PATH'] ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${major}.x`,
    ...options.environment,
    _HANDLER: options.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryOf(options)),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `test/[$LATEST]${randomBytes(16).toString('hex')}`,
  };
}

/** One event, and what Lambda tells with it. */
export function invocationOf(options: StartFunctionOptions, event: unknown): Invocation {
  const traceId = [4, 12].map((bytes) => randomBytes(bytes).toString('hex')).join('-');
  return {
    requestId: randomUUID(),
    payload: JSON.stringify(event ?? null),
    deadlineMs: Date.now() + options.timeoutMs,
    functionArn: `arn:aws:lambda:${regionOf(options)}:${accountId}:function:${nameOf(options)}`,
    traceId: `Root=1-${traceId};Parent=${randomBytes(8).toString('hex')};Sampled=0`,
  };
}

function regionOf({ environment }: StartFunctionOptions): string {
  return environment['AWS_REGION'] ?? 'us-east-1';
}

function nameOf({ functionName = 'function-under-test' }: StartFunctionOptions): string {
  return functionName;
}
