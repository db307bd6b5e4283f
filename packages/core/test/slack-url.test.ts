import { describe, expect, it } from 'vitest';
import { parseSlackUrl } from '../src/index.ts';
import { refusalOf } from './refusal.ts';

describe('parseSlackUrl', () => {
  it('takes a URL of https', () => {
    const url = 'https://hooks.slack.com/services/T0/B0/x';
    expect(parseSlackUrl(url)).toBe(url);
  });

  it.each([
    'http://hooks.slack.com/services/a-secret',
    'hooks.slack.com/services/a-secret',
    'https://a-secret@hooks.slack.com/',
    'https://:a-secret@hooks.slack.com/',
    'javascript:a-secret',
    '',
    undefined,
    null,
    ['https://hooks.slack.com/a-secret'],
  ])('refuses %j and does not show it', (value) => {
    const { message } = refusalOf(() => parseSlackUrl(value), 'invalid_slack_url');
    expect(message).not.toContain('a-secret');
  });
});
