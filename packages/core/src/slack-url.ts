import { HooklaneError } from '@hooklane/signature';

/**
 * Makes sure that a text is a URL of https; it is not shown, as whoever has it can post.
 *
 * @throws HooklaneError `invalid_slack_url`
 */
export function parseSlackUrl(value: unknown): string {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return url.href;
  throw new HooklaneError(
    'invalid_slack_url',
    'The URL of the Slack webhook is not an absolute URL of https without a user name; it is not shown. Copy it again from the settings of the Slack app, whole and without white space',
  );
}
