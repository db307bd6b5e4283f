import { describe, expect, it } from 'vitest';
import { showReceived } from '../src/index.ts';

describe('showReceived', () => {
  it.each([
    ['text', '"text"'],
    ['', '""'],
    ['line\nend\u0000', '"line\\nend\\u0000"'],
    [7, '7'],
    [-0, '0'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [1n, '1'],
    [true, 'true'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('s'), 'Symbol(s)'],
    [[1, 2], 'an array of 2'],
    [{ secret: 1 }, 'an object'],
    [new Date(0), 'an object'],
    [() => 1, 'a function'],
    [class {}, 'a function'],
  ])('shows %o as %s', (value, shown) => {
    expect(showReceived(value)).toBe(shown);
  });

  it('shortens what is long', () => {
    expect(showReceived('a'.repeat(60))).toBe(`"${'a'.repeat(60)}"`);
    expect(showReceived('a'.repeat(61))).toBe(`"${'a'.repeat(60)}…"`);
    expect(showReceived(10n ** 70n)).toBe(`1${'0'.repeat(59)}…`);
  });

  it.each([
    ['https://user:pass@host/path', '"https://…@host/path"'],
    ['https://user@host', '"https://…@host"'],
    ['https:user:pass@host', '"https:…@host"'],
    ['https:\\\\user:pass@host', '"https:\\\\\\\\…@host"'],
    ['//user:pass@host', '"…@host"'],
    ['user:pass@host', '"…@host"'],
    ['https://user:pa/ss@host', '"https://…@host"'],
    ['https://user:pa@ss@host', '"https://…@host"'],
    ['https://user:pa\nss@host', '"https://…@host"'],
    ['two https://a:b@host https://user:pass@host', '"…@host"'],
  ])('hides what may be userinfo in %j', (text, shown) => {
    expect(showReceived(text)).toBe(shown);
  });

  it('hides userinfo before it shortens', () => {
    expect(showReceived(`https://${'u'.repeat(100)}:pass@host`)).toBe('"https://…@host"');
  });
});
