import { HooklaneError } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { showOutcomes } from '../../src/commands/publish.ts';
import { createOutput } from '../../src/output.ts';
import { createTarget } from '../../src/target.ts';
import { memoryTerminal } from '../support/memory-terminal.ts';

const accepted = { kind: 'accepted', hookId: 'msg_1', messageId: 'm' } as const;
const unknown = {
  kind: 'refused',
  hookId: 'msg_2',
  error: new HooklaneError('queue_refused', 'SQS did not take a hook'),
} as const;

function show(outcomes: Parameters<typeof showOutcomes>[0], signal: AbortSignal) {
  const terminal = memoryTerminal();
  const target = createTarget({
    stage: 'local',
    region: undefined,
    endpoint: undefined,
    dataDir: '.hooklane/dev',
    directory: '/nowhere',
    env: {},
    signal,
  });
  const output = createOutput(terminal, { isJson: true });
  let error: unknown;
  try {
    showOutcomes(outcomes, { partnerId: 'acme', count: 3 }, { output, target, signal, fail() {} });
  } catch (thrown) {
    error = thrown;
  }
  return { error, written: terminal.written() };
}

describe('hooklane publish', () => {
  it.each([
    [[accepted, unknown], ['msg_1']],
    [[unknown], []],
  ])('gives the ids of what it published before it tells of an interrupt', (outcomes, hookIds) => {
    const { error, written } = show(outcomes, AbortSignal.abort());
    expect(error).toMatchObject({ code: 'interrupted', exitCode: 130 });
    expect(JSON.parse(written)).toMatchObject({
      hookIds,
      failures: [{ hookId: 'msg_2', code: 'queue_refused' }],
    });
  });

  it('ends with the error when nothing was accepted', () => {
    const { error, written } = show([unknown], new AbortController().signal);
    expect([error, written]).toEqual([unknown.error, '']);
  });
});
