import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAwsClients } from '../src/aws-clients.ts';

const endpoint = 'http://127.0.0.1:1';

beforeEach(() => {
  // The SDK reads these by itself.
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('createAwsClients', () => {
  it('asks an endpoint for us-east-1 when nothing names a region, with credentials too', async () => {
    const { sqs, logs } = createAwsClients({ endpoint, isAnonymous: false });
    expect([await sqs.config.region(), await logs.config.region()]).toEqual([
      'us-east-1',
      'us-east-1',
    ]);
  });

  it('takes the region that is given, at an endpoint too', async () => {
    const { sqs } = createAwsClients({ endpoint, region: 'eu-west-1', isAnonymous: true });
    expect(await sqs.config.region()).toBe('eu-west-1');
  });

  it('does not guess a region of AWS itself', async () => {
    const { sqs } = createAwsClients({ isAnonymous: false });
    await expect(sqs.config.region()).rejects.toThrow('Region is missing');
  });

  it('asks again for logs', async () => {
    const { logs } = createAwsClients({ endpoint, isAnonymous: true });
    expect(await logs.config.maxAttempts()).toBe(5);
  });
});
