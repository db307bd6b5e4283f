import { expect, it } from 'vitest';
import { awsConfig } from '../config.ts';

it('listens on this machine alone unless it is told otherwise: the API asks nobody who they are', () => {
  expect(awsConfig({}, 'prod').host).toBe('127.0.0.1');
  expect(awsConfig({ HOST: '0.0.0.0' }, 'prod').host).toBe('0.0.0.0');
});
