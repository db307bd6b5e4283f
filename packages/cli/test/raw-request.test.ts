import { describe, expect, it } from 'vitest';
import { parseHeaders, parseRawRequest } from '../src/raw-request.ts';

const parse = (text: string) => {
  const { headers, body } = parseRawRequest(Buffer.from(text));
  return { headers, body: Buffer.from(body).toString() };
};

describe('parseRawRequest', () => {
  it.each([
    ['LF', 'webhook-id: msg_1\nHost: a:1\n\n{"a":1}\n'],
    ['CRLF', 'webhook-id: msg_1\r\nHost: a:1\r\n\r\n{"a":1}\n'],
    ['a request line', 'POST /hooks HTTP/1.1\r\nwebhook-id: msg_1\r\nHost: a:1\r\n\r\n{"a":1}\n'],
  ])('reads headers and body with %s, the body as it is', (_, text) => {
    expect(parse(text)).toEqual({
      headers: [
        ['webhook-id', 'msg_1'],
        ['Host', 'a:1'],
      ],
      body: '{"a":1}\n',
    });
  });

  it('takes the first empty line for the end of the headers', () => {
    expect(parse('a: b\n\nx\n\ny').body).toBe('x\n\ny');
  });

  it('keeps bytes that are no text', () => {
    const body = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xef]);
    const raw = Buffer.concat([Buffer.from('a: b\n\n'), body]);
    expect(Buffer.from(parseRawRequest(raw).body).equals(body)).toBe(true);
  });

  it.each([
    ['{"a":1}', /no empty line/],
    ['webhook-id: x\n{"a" 1}\n\nbody', /Line 2 is no header/],
    ['POST / HTTP/1.1\nwebhook id: x\n\nbody', /Line 2 is no header/],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });
});

describe('parseHeaders', () => {
  it('takes values with colons, and several of one name', () => {
    expect(parseHeaders('a: b:c\nA:  d  \n')).toEqual([
      ['a', 'b:c'],
      ['A', 'd'],
    ]);
  });
});
