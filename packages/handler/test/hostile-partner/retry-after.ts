import { type ExpectedStep, type HostileBehaviour, rested } from './behaviour.ts';
import { answerWith, response } from './raw-request.ts';

const cap: ExpectedStep = { dueInMs: 24 * 3_600_000 };

/** Answers 429 with wishes of every kind. The clock says 2026-01-01T00:00:00Z. */
export const retryAfter: readonly HostileBehaviour[] = [
  wish('120', 120_000, { dueInMs: 120_000 }),
  wish('0120', 120_000, { dueInMs: 120_000 }),
  wish('0', 0, rested),
  wish('5', 5_000, rested),
  wish('86400', 86_400_000, cap),
  wish('86401', 86_401_000, cap),
  wish('999999999', 999_999_999_000, cap),
  wish('Thu, 01 Jan 2026 00:10:00 GMT', 600_000, { dueInMs: 600_000 }),
  wish('Thu, 01 Jan 2026 00:00:01 GMT', 1_000, rested),
  wish('Fri, 01 Jan 2027 00:00:00 GMT', 365 * 86_400_000, cap),
  wish('Wed, 21 Oct 2015 07:28:00 GMT', undefined, rested),
  wish('Thursday, 01-Jan-26 00:10:00 GMT', undefined, rested),
  wish('Thu Jan  1 00:10:00 2026', undefined, rested),
  wish('2015-10-21', undefined, rested),
  wish('2026-01-01T01:00:00Z', undefined, rested),
  wish('1000000000', undefined, rested),
  wish('1e9', undefined, rested),
  wish('-120', undefined, rested),
  wish('+120', undefined, rested),
  wish('120.5', undefined, rested),
  wish('0x78', undefined, rested),
  wish('Infinity', undefined, rested),
  wish('NaN', undefined, rested),
  wish('5, 9999', undefined, rested),
  wish('120s', undefined, rested),
  wish('', undefined, rested),
];

function wish(
  value: string,
  retryAfterMs: number | undefined,
  next: ExpectedStep,
): HostileBehaviour {
  return {
    name: `answers 429 with retry-after "${value}"`,
    serve: answerWith(response(`429 Slow down\r\nretry-after: ${value}`)),
    outcome: {
      kind: 'refused',
      status: 429,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
    next,
  };
}
