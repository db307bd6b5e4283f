import { expect, it } from 'vitest';
import { hostOf } from '../src/index.ts';

it.each([
  ['https://partner.example/hooks?token=1', 'partner.example'],
  ['https://partner.example:8443/', 'partner.example:8443'],
  ['https://user:pass@partner.example/', 'partner.example'],
  ['not a url', ''],
  ['', ''],
])('tells of %j no more than the host', (url, host) => {
  expect(hostOf({ url })).toBe(host);
});
