import type { Tracing } from '@hooklane/core';
import { buildHookInput } from '@hooklane/core/testing';
import { loadTracing, publishHooks } from '@hooklane/queue';
import * as openTelemetry from '@opentelemetry/api';
import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { processBatch } from '../src/process-batch.ts';
import {
  answered,
  createLaneUnderTest,
  createTransportDouble,
  type LaneUnderTest,
} from './support/lane-under-test.ts';

const tracing = await loadTracing();

it('is loaded where the package is installed', () => {
  expect(tracing).toBeDefined();
});

describe('without an SDK', () => {
  it('adds no header and changes none', async () => {
    const { test, transport } = await createTracedLane();
    await publish(test, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    await work(test);
    expect(transport.posts[0]?.headers['traceparent']).toBe(
      '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    );
    await publish(test);
    await work(test);
    expect(transport.posts[1]?.headers).not.toHaveProperty('traceparent');
  });
});

describe('with an SDK', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(provider);
    propagation.setGlobalPropagator(traceparentOnly);
  });
  afterEach(() => exporter.reset());
  afterAll(async () => {
    await provider.shutdown();
    openTelemetry.trace.disable();
    openTelemetry.context.disable();
    openTelemetry.propagation.disable();
  });

  it('carries the trace from publishing to the POST, with a span for the attempt between them', async () => {
    const { test, transport } = await createTracedLane();
    const traceId = await inSpan('place order', async (span) => {
      await publish(test);
      return span.spanContext().traceId;
    });
    await work(test);
    const attempt = exporter.getFinishedSpans().find(({ name }) => name === 'POST hook');
    expect(attempt?.spanContext().traceId).toBe(traceId);
    expect(transport.posts[0]?.headers['traceparent']).toBe(
      `00-${traceId}-${attempt?.spanContext().spanId}-01`,
    );
    expect(attempt).toMatchObject({
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        'http.request.method': 'POST',
        'http.response.status_code': 200,
        'server.address': 'partner.example',
        'server.port': 443,
        'messaging.message.id': 'msg_0',
        'hooklane.partner_id': 'acme',
        'hooklane.type': 'invoice.paid',
      },
    });
  });

  it('tells in the span why an attempt failed, and which one it was', async () => {
    const { test } = await createTracedLane(503);
    await publish(test);
    await work(test);
    await test.clock.advance(5_000);
    await work(test);
    const spans = exporter.getFinishedSpans();
    expect(spans.map(({ attributes }) => attributes['http.request.resend_count'])).toEqual([
      undefined,
      1,
    ]);
    expect(spans[0]).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'http.response.status_code': 503, 'error.type': '503' },
    });
  });

  it('keeps the trace that a host gave its hook', async () => {
    const { test, transport } = await createTracedLane();
    await inSpan('other', () =>
      publish(test, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }),
    );
    await work(test);
    expect(transport.posts[0]?.headers['traceparent']).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/,
    );
  });

  it('can be switched off', async () => {
    const { test, transport } = await createTracedLane(200, false);
    await publish(test);
    await work(test);
    expect(exporter.getFinishedSpans()).toEqual([]);
    expect(transport.posts[0]?.headers).not.toHaveProperty('traceparent');
  });

  function inSpan<Result>(
    name: string,
    run: (span: openTelemetry.Span) => Promise<Result>,
  ): Promise<Result> {
    return trace.getTracer('test').startActiveSpan(name, async (span) => {
      try {
        return await run(span);
      } finally {
        span.end();
      }
    });
  }
});

/** The W3C format, as an SDK registers it, written out so that no other package is needed. */
const traceparentOnly: openTelemetry.TextMapPropagator = {
  fields: () => ['traceparent'],
  inject: (from, carrier, setter) => {
    const span = trace.getSpanContext(from);
    if (span === undefined || !openTelemetry.isSpanContextValid(span)) return;
    const flags = span.traceFlags.toString(16).padStart(2, '0');
    setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-${flags}`);
  },
  extract: (into, carrier, getter) => {
    const value = getter.get(carrier, 'traceparent');
    const [, traceId, spanId, flags] =
      /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(String(value)) ?? [];
    if (traceId === undefined || spanId === undefined) return into;
    const traceFlags = Number.parseInt(flags ?? '', 16);
    return trace.setSpanContext(into ?? ROOT_CONTEXT, {
      traceId,
      spanId,
      traceFlags,
      isRemote: true,
    });
  },
};

async function createTracedLane(status = 200, used: Tracing | false = tracing ?? false) {
  const transport = createTransportDouble(() => answered(status));
  const policy = { jitter: 0 };
  const test = await createLaneUnderTest({ transport, policy, delivery: { tracing: used } });
  return { test, transport };
}

async function publish(test: LaneUnderTest, headers?: Record<string, string>): Promise<void> {
  const id = `msg_${test.sqs.requests.SendMessageBatch}`;
  await publishHooks([buildHookInput({ id, ...(headers && { headers }) })], {
    lanes: { queueUrl: async () => test.queueUrl },
    clients: { sqs: test.sqs },
    clock: test.clock,
  });
}

async function work(test: LaneUnderTest): Promise<void> {
  await processBatch(await test.send([]), test.lane);
}
