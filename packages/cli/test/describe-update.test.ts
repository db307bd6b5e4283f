import { describe, expect, it } from 'vitest';
import { describeUpdate } from '../src/commands/code.ts';

const wide = { columns: 80 };

describe('what a person is told of a code update', () => {
  it('is how many functions changed and how many had the code', () => {
    const updated = Array.from({ length: 1_200 }, (_, index) => `p${index}`);
    expect(
      describeUpdate({ kind: 'updated', updated, unchanged: ['acme'], failed: [] }, wide),
    ).toBe('1,200 functions changed, 1 had the code already');
  });

  it('names lanes that failed, and why', () => {
    const failed = [{ partnerId: 'acme', code: 'function_failed', message: 'It is Failed' }];
    expect(describeUpdate({ kind: 'updated', updated: [], unchanged: [], failed }, wide)).toBe(
      [
        '0 functions changed, 0 had the code already',
        '1 function failed:',
        'PARTNER  ERROR            BECAUSE\nacme     function_failed  It is Failed',
      ].join('\n\n'),
    );
  });
});
