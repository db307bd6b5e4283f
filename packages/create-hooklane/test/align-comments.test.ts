import { expect, it } from 'vitest';
import { alignComments } from '../src/align-comments.ts';

it('puts the comments of a block below each other, and leaves all else alone', () => {
  const document = [
    'text # not a comment',
    '```sh',
    'npm run x   # one',
    'npx "a#b"',
    'npm run much-longer # two',
    '```',
    'text  # nor this',
    '```ts',
    'a   # nor this',
    '```',
    '',
  ];
  expect(alignComments(document.join('\n'))).toBe(
    document
      .join('\n')
      .replace('npm run x   # one', 'npm run x            # one')
      .replace('longer # two', 'longer  # two'),
  );
});
