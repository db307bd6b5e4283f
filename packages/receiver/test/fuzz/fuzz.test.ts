import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHooklaneError, verifySignature } from '../../src/index.ts';
import { clockAt } from '../valid-request.ts';
import { type FuzzedRequest, mutatedRequests, nowSeconds, secret } from './mutations.ts';

// `pnpm fuzz:verify` sets it to 100,000.
const numRuns = Number(process.env['HOOKLANE_FUZZ_RUNS'] ?? 2_000);
const options = { secrets: secret, clock: clockAt(nowSeconds) };

function verdictOf(request: FuzzedRequest): string {
  try {
    verifySignature(request as never, options);
    return 'verified';
  } catch (error) {
    if (isHooklaneError(error)) return error.code;
    throw error;
  }
}

describe('a request that was changed on its way', () => {
  it(`never verifies, and is never refused but by a HooklaneError (${numRuns} requests)`, () => {
    const verdicts = new Map<string, number>();
    fc.assert(
      fc.property(mutatedRequests, (request) => {
        const verdict = verdictOf(request);
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
        expect(verdict).not.toBe('verified');
      }),
      { numRuns },
    );
    // The mutations reach each of the checks.
    for (const code of ['signature_mismatch', 'invalid_header', 'invalid_timestamp']) {
      expect(verdicts.get(code), code).toBeGreaterThan(numRuns / 100);
    }
    if (numRuns > 2_000) process.stdout.write(`${JSON.stringify(Object.fromEntries(verdicts))}\n`);
  }, 600_000);
});
