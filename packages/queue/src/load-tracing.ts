import type { Tracing } from '@hooklane/core';
import { createTracing } from './opentelemetry.ts';

let loading: Promise<Tracing | undefined> | undefined;

/** Gives tracing by OpenTelemetry where `@opentelemetry/api` is installed. Never rejects. */
export function loadTracing(): Promise<Tracing | undefined> {
  loading ??= import('@opentelemetry/api').then(createTracing, (error: unknown) => {
    if (!isMissingPackage(error)) {
      const name = error instanceof Error ? error.name : 'unknown';
      process.emitWarning(`Hooklane traces nothing: @opentelemetry/api cannot be loaded (${name})`);
    }
    return undefined;
  });
  return loading;
}

function isMissingPackage(error: unknown): boolean {
  // The second is the name that bundles for CommonJS give it.
  const codes: readonly unknown[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];
  return error instanceof Error && 'code' in error && codes.includes(error.code);
}
