import { describe, expect, it } from 'vitest';
import { createReceiver, type ReceivedHook } from '../../src/index.ts';
import { type LambdaHttpEvent, lambdaHandler } from '../../src/lambda.ts';
import { signedRequest } from '../../src/testing.ts';
import { secret } from '../valid-request.ts';

type EventOf = (headers: Record<string, string>, body: Uint8Array) => LambdaHttpEvent;

const base64 = (body: Uint8Array) => ({
  body: Buffer.from(body).toString('base64'),
  isBase64Encoded: true,
});
const text = (body: Uint8Array) => ({ body: Buffer.from(body).toString(), isBase64Encoded: false });
const listed = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));

const v1 = { resource: '/hooks', path: '/hooks', httpMethod: 'POST', queryStringParameters: null };
const v2 = {
  version: '2.0',
  routeKey: 'POST /hooks',
  rawPath: '/hooks',
  rawQueryString: 'a=1',
  requestContext: { http: { method: 'POST', path: '/hooks', protocol: 'HTTP/1.1' } },
};
const elb = { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/b' };
const alb = { path: '/hooks', httpMethod: 'POST', requestContext: { elb } };

const events: readonly [string, EventOf][] = [
  [
    'API Gateway REST',
    (headers, body) => ({ ...v1, headers, multiValueHeaders: listed(headers), ...text(body) }),
  ],
  [
    'API Gateway REST with names in upper case',
    (headers, body) => {
      const upper = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]);
      return { ...v1, headers: Object.fromEntries(upper), ...base64(body) };
    },
  ],
  ['API Gateway HTTP', (headers, body) => ({ ...v2, headers, ...text(body) })],
  ['a function URL', (headers, body) => ({ ...v2, headers, ...base64(body) })],
  ['a load balancer', (headers, body) => ({ ...alb, headers, ...text(body) })],
  [
    'a load balancer with multi-value headers',
    (headers, body) => ({ ...alb, multiValueHeaders: listed(headers), ...base64(body) }),
  ],
];

function collect() {
  const hooks: ReceivedHook[] = [];
  const paths: unknown[] = [];
  const receiver = createReceiver({
    parse: 'none',
    secrets: ({ path }) => {
      paths.push(path);
      return secret;
    },
    onHook: (hook) => hooks.push(hook),
  });
  return { handler: lambdaHandler(receiver), hooks, paths };
}

describe.each(events)('a receiver behind %s', (name, eventOf) => {
  const isBinary = eventOf({}, new Uint8Array()).isBase64Encoded === true;
  const bodies: [string, Uint8Array<ArrayBuffer>][] = [
    ['JSON', new TextEncoder().encode('{"type":"ping","data":"👩‍🚀"}')],
    ['JSON after a byte order mark', new TextEncoder().encode('\uFEFF{}')],
    ['1 MiB', new Uint8Array(1_048_576).fill(97)],
    ...(isBinary
      ? [['binary', new Uint8Array([0, 255, 254, 10])] as [string, Uint8Array<ArrayBuffer>]]
      : []),
  ];

  it.each(bodies)('gets the bytes of a body of %s', async (_, body) => {
    const { handler, hooks, paths } = collect();
    const { headers } = signedRequest({ body }, { secret });
    const result = await handler(eventOf({ ...headers }, body));
    expect(result).toMatchObject({ statusCode: 200, body: '', isBase64Encoded: false });
    expect(Buffer.from(hooks[0]?.body as Uint8Array).equals(body)).toBe(true);
    expect(paths).toEqual(['/hooks']);
  });

  it('answers as its front takes it', async () => {
    const { handler } = collect();
    const body = new TextEncoder().encode('{}');
    const { headers } = signedRequest({ body }, { secret });
    const result = await handler(eventOf({ ...headers, 'webhook-id': 'msg_other' }, body));
    expect(result.statusCode).toBe(401);
    if (name === 'a load balancer with multi-value headers') {
      expect(result.headers).toBeUndefined();
      expect(result.multiValueHeaders).toEqual({ 'content-type': ['application/json'] });
    } else {
      expect(result.multiValueHeaders).toBeUndefined();
      expect(result.headers).toEqual({ 'content-type': 'application/json' });
    }
  });
});

describe('a Lambda receiver', () => {
  it('answers 405 to a GET and 400 to no headers', async () => {
    const { handler } = collect();
    const get = { ...v2, requestContext: { http: { method: 'GET' } }, headers: {} };
    expect(await handler(get)).toMatchObject({ statusCode: 405 });
    expect(await handler({ ...v2, headers: {} })).toMatchObject({ statusCode: 400 });
  });

  it('refuses an event that is no HTTP request', async () => {
    const { handler } = collect();
    await expect(handler({ Records: [] } as LambdaHttpEvent)).rejects.toMatchObject({
      code: 'invalid_options',
    });
  });
});
