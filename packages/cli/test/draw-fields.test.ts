import { describe, expect, it } from 'vitest';
import { drawFields } from '../src/draw-fields.ts';
import { nextCommand } from '../src/next-command.ts';

describe('drawFields', () => {
  it('puts values into one column, further lines of a value as well', () => {
    expect(
      drawFields([
        ['Partner', 'acme'],
        ['Dead letters', 'none\nat all'],
      ]),
    ).toBe('Partner       acme\nDead letters  none\n              at all');
  });
});

describe('nextCommand', () => {
  it('names the target, unless it is the usual one', () => {
    const local = { stage: 'local', region: undefined, endpoint: undefined };
    expect(nextCommand(local, 'partner list')).toBe('hooklane partner list');
    expect(nextCommand({ ...local, stage: 'prod', region: 'eu-west-1' }, 'partner list')).toBe(
      'hooklane partner list --stage prod --region eu-west-1',
    );
  });
});
