import { afterAll, expect, it } from 'vitest';
import { required } from '../environment.ts';

const before = { ...process.env };
afterAll(() => {
  process.env = before;
});

it('is told by its environment where everything is, and does not start without', async () => {
  await expect(import('../lambda/process.ts')).rejects.toThrow('REPLAY_TABLE');
  expect(() => required('QUEUE_URL')).toThrow('QUEUE_URL');
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/webhooks',
    SECRET_PARAMETER: '/webhooks/secret',
  });
  const { handler } = await import('../lambda/verify.ts');
  const get = { requestContext: { http: { method: 'GET' } }, headers: {}, rawPath: '/webhooks' };
  expect((await handler(get)).statusCode).toBe(405);
});
