import { describe, expect, it } from 'vitest';
import { classifyAnswer, parseRetryAfter, wantsNoMoreHooks } from '../src/index.ts';

const now = Date.UTC(2026, 0, 1);

describe('classifyAnswer', () => {
  it.each([200, 201, 202, 204, 206, 226, 299])('takes %d as delivered', (status) => {
    expect(classifyAnswer({ status }, { now })).toEqual({ kind: 'delivered', status });
  });

  it('keeps a delivery whose body broke off, and says so', () => {
    expect(classifyAnswer({ status: 200, bodyError: 'reset' }, { now })).toEqual({
      kind: 'delivered',
      status: 200,
      bodyError: 'reset',
    });
  });

  it('looks at no other header of a delivery', () => {
    const answer = { status: 200, retryAfter: '60', location: 'https://other.example/' };
    expect(classifyAnswer(answer, { now })).toEqual({ kind: 'delivered', status: 200 });
  });

  it('takes 410 as the end', () => {
    expect(classifyAnswer({ status: 410, retryAfter: '60' }, { now })).toEqual({
      kind: 'gone',
      status: 410,
    });
  });

  it.each([300, 304, 399, 400, 401, 404, 408, 409, 411, 429, 499, 500, 502, 503, 504, 599])(
    'takes %d as refused',
    (status) => {
      expect(classifyAnswer({ status }, { now })).toEqual({ kind: 'refused', status });
    },
  );

  it.each([-1, 0, 99, 100, 101, 103, 199, 600, 999])('takes %d as no answer of HTTP', (status) => {
    expect(classifyAnswer({ status }, { now })).toEqual({ kind: 'unanswered', code: 'protocol' });
  });

  it.each([429, 503, 500, 404])('passes on the Retry-After of a %d', (status) => {
    expect(classifyAnswer({ status, retryAfter: '120' }, { now })).toEqual({
      kind: 'refused',
      status,
      retryAfterMs: 120_000,
    });
  });

  it.each([301, 302, 303, 307, 308])(
    'tells the origin to which a %d points, and no more',
    (status) => {
      const location = 'https://user:pass@other.example:8443/path?token=1';
      expect(classifyAnswer({ status, location }, { now })).toEqual({
        kind: 'refused',
        status,
        redirectOrigin: 'https://other.example:8443',
      });
    },
  );

  it.each(['', '/path', 'other.example', 'data:text/plain,ok', 'mailto:a@b.example', 'https://'])(
    'tells no origin for the location %j',
    (location) => {
      expect(classifyAnswer({ status: 302, location }, { now })).toEqual({
        kind: 'refused',
        status: 302,
      });
    },
  );

  it('tells no origin when the answer is no redirect', () => {
    const answer = { status: 401, location: 'https://other.example/' };
    expect(classifyAnswer(answer, { now })).toEqual({ kind: 'refused', status: 401 });
  });
});

describe('classifyAnswer with delivery control', () => {
  const options = { now, deliveryControl: true };

  it.each([200, 204])('takes a %d with disable as delivered, and as the last', (status) => {
    expect(classifyAnswer({ status, deliveryControl: 'disable' }, options)).toEqual({
      kind: 'delivered',
      status,
      asksToDisable: true,
    });
  });

  it.each([302, 404, 410, 500])('takes a %d with disable as 410', (status) => {
    const answer = { status, deliveryControl: 'disable', retryAfter: '60' };
    expect(classifyAnswer(answer, options)).toEqual({ kind: 'gone', status });
  });

  it.each([404, 429, 500])('takes a %d with abort-message as the end of the hook', (status) => {
    const answer = { status, deliveryControl: ' Abort-Message ' };
    expect(classifyAnswer(answer, options)).toEqual({ kind: 'aborted', status });
  });

  it('finds nothing to abort in a delivery', () => {
    const answer = { status: 200, deliveryControl: 'abort-message' };
    expect(classifyAnswer(answer, options)).toEqual({ kind: 'delivered', status: 200 });
  });

  it.each(['', 'stop', 'disable, abort-message', 'disabled'])('does not know %j', (wish) => {
    const answer = { status: 500, deliveryControl: wish };
    expect(classifyAnswer(answer, options)).toEqual({ kind: 'refused', status: 500 });
  });

  it('is off unless it is switched on', () => {
    const answer = { status: 500, deliveryControl: 'disable' };
    expect(classifyAnswer(answer, { now })).toEqual({ kind: 'refused', status: 500 });
  });

  it.each([200, 410, 500])('keeps the snippet of a %d', (status) => {
    const outcome = classifyAnswer({ status, snippet: 'busy' }, { now });
    expect(outcome).toMatchObject({ snippet: 'busy' });
  });

  it('keeps the snippet of an answer that aborts', () => {
    const answer = { status: 500, deliveryControl: 'abort-message', snippet: 'enough' };
    expect(classifyAnswer(answer, options)).toMatchObject({ kind: 'aborted', snippet: 'enough' });
  });
});

describe('wantsNoMoreHooks', () => {
  it.each([
    [{ kind: 'gone', status: 410 }, true],
    [{ kind: 'delivered', status: 200, asksToDisable: true }, true],
    [{ kind: 'delivered', status: 200 }, false],
    [{ kind: 'aborted', status: 500 }, false],
    [{ kind: 'refused', status: 404 }, false],
  ] as const)('of %o is %s', (outcome, wants) => {
    expect(wantsNoMoreHooks(outcome)).toBe(wants);
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    ['120', 120_000],
    ['0120', 120_000],
    ['999999999', 999_999_999_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Fri, 02 Jan 2026 00:00:00 GMT', 86_400_000],
  ])('reads %j', (value, waitMs) => {
    expect(parseRetryAfter(value, now)).toBe(waitMs);
  });

  it.each([
    ['nothing', undefined],
    ['an empty value', ''],
    ['a space', ' '],
    ['a negative number', '-1'],
    ['a sign', '+120'],
    ['an exponent', '1e9'],
    ['infinity', 'Infinity'],
    ['NaN', 'NaN'],
    ['hexadecimal digits', '0x10'],
    ['a fraction', '1.5'],
    ['ten digits', '1000000000'],
    ['two values', '5, 9999'],
    ['digits of another script', '١٢٠'],
    ['a unit', '120s'],
    ['white space around', ' 120 '],
    ['a line end', '120\n'],
    ['a date of ISO 8601', '2015-10-21'],
    ['a date and time of ISO 8601', '2026-01-02T00:00:00Z'],
    ['a date of RFC 850', 'Friday, 02-Jan-26 00:00:00 GMT'],
    ['a date of asctime', 'Fri Jan  2 00:00:00 2026'],
    ['a date in the past', 'Wed, 21 Oct 2015 07:28:00 GMT'],
    ['this very moment', 'Thu, 01 Jan 2026 00:00:00 GMT'],
    ['another time zone', 'Fri, 02 Jan 2026 00:00:00 CET'],
    ['an impossible day', 'Fri, 32 Jan 2026 00:00:00 GMT'],
    ['an impossible hour', 'Fri, 02 Jan 2026 25:00:00 GMT'],
    ['lower case', 'fri, 02 jan 2026 00:00:00 gmt'],
  ])('takes %s as no wish at all', (_, value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined();
  });
});
