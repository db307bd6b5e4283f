import type { MoveReport } from '@hooklane/ops';
import { describe, expect, it } from 'vitest';
import { drawMove, isWhole } from '../src/show-move.ts';

const report: MoveReport = {
  by: 'copy',
  moved: 1_234,
  skipped: 2,
  failed: 0,
  failures: [],
  requests: 250,
  ended: 'empty',
  hidden: 0,
};
const wide = { columns: 80 };

describe('what a person is told of a move', () => {
  it('is what was moved and why it ended', () => {
    expect(drawMove(report, false, wide)).toBe(
      [
        'Moved     1,234',
        'Skipped   2',
        'Failed    0',
        'Ended     the source has no more to give',
        'Requests  250',
      ].join('\n'),
    );
  });

  it('says of a dry run that nothing was moved, and of hidden messages to run again', () => {
    const shown = drawMove({ ...report, hidden: 7 }, true, wide);
    expect(shown).toMatch(/^Would move +1,234\n/);
    expect(shown).toMatch(/^Hidden +7 messages delayed or in flight: run again later$/m);
  });

  it('lists what failed', () => {
    const failures = [{ messageId: 'm1', step: 'send', code: 'QueueDoesNotExist' }] as const;
    expect(drawMove({ ...report, failed: 1, failures }, false, wide)).toMatch(
      /\n\nMESSAGE +AT +ERROR\nm1 +send +QueueDoesNotExist$/,
    );
  });
});

describe('a move', () => {
  it('is not whole while messages are hidden, unless it only looked', () => {
    expect(isWhole(report, { isDry: false })).toBe(true);
    expect(isWhole({ ...report, ended: 'limit' }, { isDry: false })).toBe(true);
    expect(isWhole({ ...report, hidden: 7 }, { isDry: false })).toBe(false);
    expect(isWhole({ ...report, hidden: 7 }, { isDry: true })).toBe(true);
    expect(isWhole({ ...report, ended: 'refused' }, { isDry: false })).toBe(false);
  });
});
