import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/run-cli.ts';
import { startFakeDev } from '../support/fake-dev.ts';
import { memoryTerminal } from '../support/memory-terminal.ts';

describe('hooklane partner add', () => {
  it('tells a program which options do not count for `hooklane dev`', async () => {
    await using dev = await startFakeDev({
      'GET partners': '[]',
      'PUT partners/acme': '{"partnerId":"acme","queueUrl":"q","secret":"whsec_x"}',
    });
    const terminal = memoryTerminal({ directory: dev.directory });
    const args = ['partner', 'add', 'acme', '--json', '--alarms', '--memory', '128'];
    expect([await runCli(args, terminal), terminal.errors()]).toEqual([0, '']);
    expect(JSON.parse(terminal.written())).toEqual({
      partnerId: 'acme',
      queueUrl: 'q',
      leftOut: ['memoryMb', 'alarms'],
    });
  });
});
