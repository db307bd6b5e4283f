import { describe, expect, it } from 'vitest';
import { activeSecrets, encodeStoredSecrets, parseStoredSecrets } from '../src/index.ts';

describe('stored secrets', () => {
  const secrets = [{ secret: 'whsec_new' }, { secret: 'whsec_old', validUntil: 1_000 }];

  it('are read as they were written', () => {
    expect(parseStoredSecrets(encodeStoredSecrets(secrets))).toEqual(secrets);
  });

  it('sign until their time is over, newest first', () => {
    expect(activeSecrets(secrets, 999)).toEqual(['whsec_new', 'whsec_old']);
    expect(activeSecrets(secrets, 1_000)).toEqual(['whsec_new']);
  });

  it.each([
    'whsec_plain',
    'null',
    '{}',
    '{"v":2,"secrets":[]}',
    '{"v":1,"secrets":{}}',
    '{"v":1,"secrets":[{"secret":1}]}',
    '{"v":1,"secrets":[null]}',
    '{"v":1,"secrets":[{"secret":"a","validUntil":"soon"}]}',
  ])('are not %s', (value) => {
    expect(parseStoredSecrets(value)).toBeUndefined();
  });
});
