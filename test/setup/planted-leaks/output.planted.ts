import { expect, it } from 'vitest';
import { parseHookUrl } from '../../../packages/core/src/index.ts';

it('writes the password of a URL', () => {
  expect(() => parseHookUrl('https://user:hunter2hunter2@partner.example/')).toThrow();
  process.stderr.write('planted in output: hunter2hunter2\n');
});
