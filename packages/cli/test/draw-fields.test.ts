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
    const local = { stage: 'local', region: undefined, endpoint: undefined, ownDataDir: undefined };
    expect(nextCommand(local, 'partner list')).toBe('hooklane partner list');
    expect(nextCommand({ ...local, stage: 'prod', region: 'eu-west-1' }, 'partner list')).toBe(
      'hooklane partner list --stage prod --region eu-west-1',
    );
  });

  it('names a data directory of its own, as a shell reads it', () => {
    const local = { stage: 'local', region: undefined, endpoint: undefined };
    expect(nextCommand({ ...local, ownDataDir: undefined, envStage: 'prod' }, 'dev')).toBe(
      'hooklane dev --stage local',
    );
    expect(nextCommand({ ...local, ownDataDir: '/srv/a' }, 'dev')).toBe(
      'hooklane dev --data-dir /srv/a',
    );
    expect(nextCommand({ ...local, ownDataDir: "/srv/it's a" }, 'dev')).toBe(
      String.raw`hooklane dev --data-dir '/srv/it'\''s a'`,
    );
  });
});
