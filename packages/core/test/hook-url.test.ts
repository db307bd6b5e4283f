import { describe, expect, it } from 'vitest';
import { parseHookUrl } from '../src/index.ts';
import { refusalOf } from './refusal.ts';

const local = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;

describe('parseHookUrl', () => {
  it.each([
    ['https://partner.example', 'https://partner.example/'],
    ['https://partner.example:443/a', 'https://partner.example/a'],
    ['https://partner.example:8443/a', 'https://partner.example:8443/a'],
    ['HTTPS://PARTNER.example/A?b=c', 'https://partner.example/A?b=c'],
    ['https://zoë.example/ä', 'https://xn--zo-ija.example/%C3%A4'],
    ['https://[2606:4700::1]/a', 'https://[2606:4700::1]/a'],
    ['https://partner.example/a@b?c=@', 'https://partner.example/a@b?c=@'],
  ])('reads %s', (given, href) => {
    expect(parseHookUrl(given).href).toBe(href);
  });

  it.each([undefined, null, 7, {}, [], new URL('https://partner.example/')])(
    'refuses %s, which is no string',
    (given) => {
      const error = refusalOf(() => parseHookUrl(given), 'invalid_url');
      expect(error.message).toMatch(/^The URL of a hook must be a string\. Received: /);
    },
  );

  it.each(['', '/hooks', 'partner.example', '//partner.example/', 'https://', 'https://a:b/', '?'])(
    'refuses %j, which is not absolute',
    (given) => {
      const error = refusalOf(() => parseHookUrl(given), 'invalid_url');
      expect(error.message).toContain(
        `must be an absolute URL. Received: ${JSON.stringify(given)}`,
      );
    },
  );

  it.each([
    'http://partner.example/',
    'ftp://partner.example/',
    'ws://partner.example/',
    'file:///etc/passwd',
    'data:text/plain,ok',
    'javascript:alert(1)',
    'blob:https://partner.example/1',
    'httpss://partner.example/',
  ])('refuses the scheme of %s', (given) => {
    const error = refusalOf(() => parseHookUrl(given), 'invalid_url');
    expect(error.message).toContain('must use https:');
  });

  it('takes http: only where it is allowed, and no other scheme even there', () => {
    expect(parseHookUrl('http://localhost:3000/', local).protocol).toBe('http:');
    refusalOf(() => parseHookUrl('http://localhost/', { allowHttp: false }), 'invalid_url');
    refusalOf(() => parseHookUrl('ftp://localhost/', local), 'invalid_url');
  });

  it.each([
    'https://partner.example/\n',
    ' https://partner.example/',
    'https://partner.example/ ',
    'https://partner.example/a b',
    'https://part\tner.example/',
    'https://partner.example/\r\nhost: evil',
    'https://partner.example/\u0000',
    'https://partner.example/\u007F',
    'https://partner.example/\u0085',
    'https://partner.example/\u00A0',
    'https://partner.example/\u2028',
    '\uFEFFhttps://partner.example/',
  ])('refuses %j for its white space or control characters', (given) => {
    const error = refusalOf(() => parseHookUrl(given), 'invalid_url');
    expect(error.message).toContain('must not hold white space or control characters');
  });

  it('takes 2,048 characters, and not one more', () => {
    const url = 'https://partner.example/'.padEnd(2_048, 'a');
    expect(parseHookUrl(url).href).toHaveLength(2_048);
    const error = refusalOf(() => parseHookUrl(`${url}a`), 'invalid_url');
    expect(error.message).toMatch(/must be at most 2048 characters\. Received: "https:.{0,60}…"$/);
  });

  it('counts the characters of the URL that is called, escapes included', () => {
    const url = `https://partner.example/${'€'.repeat(300)}`;
    const error = refusalOf(() => parseHookUrl(url), 'invalid_url');
    expect(error.message).toContain('must be at most 2048 characters');
  });

  it.each([0, 22, 80, 444, 3000, 65535])('refuses port %d', (port) => {
    const error = refusalOf(() => parseHookUrl(`https://partner.example:${port}/`), 'invalid_url');
    expect(error.message).toContain(`must not use port ${port}.`);
  });

  it.each([
    ['the ports listed', [3000], 3000, true],
    ['no other than those listed', [3000], 8443, false],
    ['the port of the scheme, listed or not', [], 443, true],
    ['any port', 'any', 22, true],
    ['no port 0, even among any', 'any', 0, false],
  ] as const)('takes %s', (_, ports, port, isTaken) => {
    const parse = (): URL => parseHookUrl(`https://partner.example:${port}/`, { ports });
    if (isTaken) expect(parse().hostname).toBe('partner.example');
    else refusalOf(parse, 'invalid_url');
  });
});

describe('parseHookUrl with userinfo', () => {
  it.each([
    'https://user@partner.example/',
    'https://user:s3cret@partner.example/',
    'https://:s3cret@partner.example/',
    'https:user:s3cret@partner.example/',
    'https:\\\\user:s3cret@partner.example/',
    'https:/user:s3cret@partner.example/',
    'https:////user:s3cret@partner.example/',
    'https://user:s3cret@@partner.example/',
  ])('refuses %s, and does not show it', (given) => {
    const error = refusalOf(() => parseHookUrl(given), 'invalid_url');
    expect(error.message).toContain('must not hold userinfo');
    expect(error.message).not.toMatch(/s3cret|user@|user:/);
  });

  it.each([
    ['another scheme', 'ftp://user:s3cret@partner.example/'],
    ['white space', 'https://user:s3 s3cret@partner.example/'],
    ['a line end', 'https://user:\ns3cret@partner.example/'],
    ['a slash in the password', 'https://user:s3/s3cret@partner.example/'],
    ['a question mark in the password', 'https://user:s3?s3cret@partner.example/'],
    ['a bad port', 'https://user:s3cret@partner.example:99999/'],
    ['no scheme', 'user:s3cret@partner.example'],
    ['too many characters', `https://user:s3cret@partner.example/${'a'.repeat(2_048)}`],
  ])('does not show it when it refuses the URL for %s', (_, given) => {
    expect(refusalOf(() => parseHookUrl(given), 'invalid_url').message).not.toContain('s3cret');
  });
});
