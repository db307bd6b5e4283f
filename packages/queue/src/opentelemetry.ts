import type { AttemptResult, AttemptSpan, Hook, Tracing } from '@hooklane/core';
import type * as OpenTelemetry from '@opentelemetry/api';

type Api = typeof OpenTelemetry;

/** Headers of a trace (W3C Trace Context); baggage stays at home. */
const traceHeaders = ['traceparent', 'tracestate'];

/**
 * Makes tracing with an `@opentelemetry/api`: a client span for each attempt, a child of the span in which
 * the hook was published. Where no SDK is registered, nothing is made and no header added.
 *
 * Source of the attributes: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function createTracing(api: Api): Tracing {
  const { context, propagation, trace } = api;
  const headersOf = (from: OpenTelemetry.Context): Record<string, string> => {
    const carrier: Record<string, string> = {};
    propagation.inject(from, carrier);
    return Object.fromEntries(
      Object.entries(carrier).filter(([name]) => traceHeaders.includes(name)),
    );
  };
  return {
    currentHeaders: () => headersOf(context.active()),
    startAttempt: (hook, attempt) => {
      const parent = propagation.extract(context.active(), hook.headers ?? {});
      const span = trace
        .getTracer('@hooklane/handler')
        .startSpan('POST hook', optionsOf(api, hook, attempt), parent);
      return toAttemptSpan(api, span, headersOf(trace.setSpan(parent, span)));
    },
  };
}

function optionsOf(api: Api, hook: Hook, attempt: number): OpenTelemetry.SpanOptions {
  const url = URL.parse(hook.url);
  return {
    kind: api.SpanKind.CLIENT,
    attributes: {
      'http.request.method': 'POST',
      ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
      ...(url !== null && {
        'server.address': url.hostname,
        'server.port': Number(url.port) || (url.protocol === 'http:' ? 80 : 443),
      }),
      'messaging.message.id': hook.id,
      'hooklane.partner_id': hook.partnerId,
      'hooklane.type': hook.type,
    },
  };
}

function toAttemptSpan(
  api: Api,
  span: OpenTelemetry.Span,
  headers: Readonly<Record<string, string>>,
): AttemptSpan {
  return {
    headers,
    end: (result) => {
      const failure = result === undefined ? 'aborted' : failureOf(result);
      if (result !== undefined && 'status' in result.outcome) {
        span.setAttribute('http.response.status_code', result.outcome.status);
      }
      if (failure !== undefined) {
        span.setAttribute('error.type', failure);
        span.setStatus({ code: api.SpanStatusCode.ERROR });
      }
      span.end();
    },
  };
}

function failureOf({ outcome }: AttemptResult): string | undefined {
  if (outcome.kind === 'delivered') return undefined;
  return 'status' in outcome ? String(outcome.status) : outcome.code;
}
