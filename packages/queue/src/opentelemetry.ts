import type { Tracing } from '@hooklane/core';

/** Gives OpenTelemetry's tracing where `@opentelemetry/api` is installed. */
export async function loadTracing(): Promise<Tracing | undefined> {
  return undefined;
}
