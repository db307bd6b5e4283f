import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRuntimeApi, type RuntimeApi } from '../setup/lambda-runtime.ts';

const invocation = {
  requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  payload: '{"a":"ü"}',
  deadlineMs: 1_700_000_000_000,
  functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:echo',
  traceId: 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1',
};
const { requestId } = invocation;
let api: RuntimeApi;

beforeEach(async () => {
  api = await createRuntimeApi();
});

afterEach(() => api.close());

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://${api.address}/2018-06-01/runtime/${path}`, init);
}

function post(path: string, body: string): Promise<Response> {
  return call(path, { method: 'POST', body });
}

describe('the Runtime API', () => {
  it('hands out an event with its headers', async () => {
    api.invoke(invocation).catch(() => undefined);
    const next = await call('invocation/next');
    expect(await next.text()).toBe(invocation.payload);
    expect(Object.fromEntries(next.headers)).toMatchObject({
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': '1700000000000',
      'lambda-runtime-invoked-function-arn': invocation.functionArn,
      'lambda-runtime-trace-id': invocation.traceId,
    });
  });

  it('lets the runtime wait until there is an event', async () => {
    const next = call('invocation/next');
    expect(await api.init).toEqual({ state: 'ready' });
    api.invoke(invocation).catch(() => undefined);
    expect((await next).status).toBe(200);
  });

  it('returns the response', async () => {
    const outcome = api.invoke(invocation);
    await call('invocation/next');
    expect((await post(`invocation/${requestId}/response`, '{"b":[1]}')).status).toBe(202);
    expect(await outcome).toEqual({ ok: true, value: { b: [1] } });
  });

  it('returns the error', async () => {
    const outcome = api.invoke(invocation);
    await call('invocation/next');
    const error = { errorType: 'TypeError', errorMessage: 'No.' };
    await post(`invocation/${requestId}/error`, JSON.stringify({ ...error, trace: [] }));
    expect(await outcome).toEqual({ ok: false, ...error });
  });

  it.each(['', 'no JSON', '[1]', 'null'])('takes %j for an error', async (body) => {
    const outcome = api.invoke(invocation);
    await call('invocation/next');
    await post(`invocation/${requestId}/error`, body);
    expect(await outcome).toEqual({ ok: false, errorType: 'Runtime.Unknown', errorMessage: body });
  });

  it('fails an invocation whose response is no JSON', async () => {
    const outcome = api.invoke(invocation);
    await call('invocation/next');
    await post(`invocation/${requestId}/response`, 'no JSON');
    expect(await outcome).toMatchObject({ ok: false, errorType: 'Runtime.MalformedResponse' });
  });

  it('fails an invocation whose response is over 6 MB', async () => {
    const outcome = api.invoke(invocation);
    await call('invocation/next');
    const body = JSON.stringify('x'.repeat(6_291_555));
    expect((await post(`invocation/${requestId}/response`, body)).status).toBe(413);
    expect(await outcome).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });

  it('takes one answer to an invocation, and none to another', async () => {
    const outcome = api.invoke(invocation);
    await call('invocation/next');
    expect((await post('invocation/other/response', '1')).status).toBe(400);
    expect((await post(`invocation/${requestId}/response`, '2')).status).toBe(202);
    expect((await post(`invocation/${requestId}/response`, '3')).status).toBe(400);
    expect(await outcome).toEqual({ ok: true, value: 2 });
  });

  it('tells of an init error', async () => {
    const error = { errorType: 'Runtime.ImportModuleError', errorMessage: 'No such module.' };
    expect((await post('init/error', JSON.stringify(error))).status).toBe(202);
    expect(await api.init).toEqual({ state: 'failed', error });
  });

  it.each([
    ['GET', 'invocation/other/response'],
    ['POST', 'invocation/next'],
    ['GET', 'restore/next'],
  ])('knows no %s %s', async (method, path) => {
    expect((await call(path, { method })).status).toBe(404);
  });

  it('refuses a second invocation at the same time', async () => {
    const first = api.invoke(invocation);
    expect(() => api.invoke(invocation)).toThrow(/one invocation at a time/);
    await call('invocation/next');
    await post(`invocation/${requestId}/response`, '1');
    expect(await first).toEqual({ ok: true, value: 1 });
  });

  it('closes twice, with a runtime that waits', async () => {
    const next = call('invocation/next').catch(() => 'cut');
    await api.init;
    await api.close();
    await api.close();
    expect(await next).toBe('cut');
  });
});
