import { describe, expect, it } from 'vitest';
import { wrapText } from '../src/wrap-text.ts';

describe('wrapText', () => {
  it.each([
    ['short', 10, 0, 'short'],
    ['one two three', 7, 0, 'one two\nthree'],
    ['one two three', 8, 2, 'one two\n  three'],
    ['exactly ten', 11, 0, 'exactly ten'],
    [
      'a http://127.0.0.1:45059/000000000000/queue b',
      10,
      0,
      'a\nhttp://127.0.0.1:45059/000000000000/queue\nb',
    ],
    ['', 10, 0, ''],
  ])('breaks %j at %i columns, indented by %i', (text, columns, indent, expected) => {
    expect(wrapText(text, { columns, indent })).toBe(expected);
  });

  it('loses no word', () => {
    const text = 'Deliveries of initech are disabled; its hooks stay in the lane for ten days';
    for (let columns = 1; columns < 90; columns += 1) {
      expect(wrapText(text, { columns, indent: 3 }).split(/\s+/)).toEqual(text.split(' '));
    }
  });
});
