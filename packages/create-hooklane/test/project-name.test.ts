import { describe, expect, it } from 'vitest';
import { parseProjectName } from '../src/project-name.ts';
import { UsageError } from '../src/usage-error.ts';

const parse = (name: string): string => parseProjectName(name, { dependencies: ['hono'] });

describe('the name of a project', () => {
  it.each(['my-webhooks', 'a', '2fast', 'x_y.z'])('can be %j', (name) => {
    expect(parse(name)).toBe(name);
  });

  it.each([
    ['My Webhooks', 'my-webhooks'],
    ['_private', 'private'],
    ['.hidden', 'hidden'],
    ['@scope/name', 'scope-name'],
    ['ÄÖÜ', 'my-webhooks'],
    ['', 'my-webhooks'],
    ['node_modules', 'my-webhooks'],
    ['a'.repeat(215), 'a'.repeat(214)],
  ])('cannot be %j, and the message has one that can: %s', (name, suggested) => {
    expect(() => parse(name)).toThrow(UsageError);
    expect(() => parse(name)).toThrow(new RegExp(`Try --name ${suggested}$`));
    expect(parse(suggested)).toBe(suggested);
  });

  it('cannot be that of a package which it depends on', () => {
    expect(() => parse('hono')).toThrow(
      'hono is a package that the project depends on, and npm installs none under its own name. Try --name my-hono',
    );
  });
});
