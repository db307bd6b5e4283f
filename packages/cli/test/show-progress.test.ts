import type { ProgressEvent } from '@hooklane/provisioner';
import { describe, expect, it } from 'vitest';
import { createOutput } from '../src/output.ts';
import { describeProgress, showProgress } from '../src/show-progress.ts';
import { memoryTerminal } from './support/memory-terminal.ts';

const name = 'hooklane-test-acme';
const watching = {
  kind: 'waiting',
  resource: 'live-alias',
  reason: 'watching',
  waitMs: 300_000,
} as const;

function show(events: readonly ProgressEvent[], isJson = false): string {
  const terminal = memoryTerminal();
  const shown = showProgress(createOutput(terminal, { isJson }));
  for (const event of events) shown.onProgress(event);
  shown[Symbol.dispose]();
  return terminal.errors();
}

describe('the progress of a provisioner', () => {
  it('is a line for each change, and a count of what stays', () => {
    const events: readonly ProgressEvent[] = [
      { kind: 'unchanged', resource: 'lane-queue', name },
      { kind: 'created', resource: 'log-group', name: '/hooklane/test/acme' },
      { kind: 'updated', resource: 'function', name, changed: ['memoryMb', 'hooklane:spec'] },
      { kind: 'absent', resource: 'alarms', name },
    ];
    expect(show(events)).toBe(
      [
        'created    log group /hooklane/test/acme',
        'updated    function hooklane-test-acme (memoryMb, hooklane:spec)',
        'unchanged  2 resources',
        '',
      ].join('\n'),
    );
  });

  it('says once what a wave waits for', () => {
    const events = ['a', 'b', 'c'].map((one) => ({ ...watching, name: one }));
    expect(show(events)).toBe('waiting    5 min: the new code is watched\n');
  });

  it('is silent for a program', () => {
    expect(show([{ kind: 'created', resource: 'role', name }], true)).toBe('');
  });

  it('names what is waited for', () => {
    expect(
      describeProgress({
        kind: 'waiting',
        resource: 'lane-queue',
        name,
        reason: 'deleted_recently',
        waitMs: 60_000,
      }),
    ).toBe('waiting    1 min: SQS keeps the name of a deleted queue for a minute');
  });
});
