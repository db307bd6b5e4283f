import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/run-cli.ts';
import { startFakeDev } from '../support/fake-dev.ts';
import { memoryTerminal } from '../support/memory-terminal.ts';

describe('hooklane tail', () => {
  const answers = { 'GET partners': '[]', 'GET attempts': '{"skipped":7}\n' };

  it('tells a program how many attempts were left out', async () => {
    await using dev = await startFakeDev(answers);
    const terminal = memoryTerminal({ directory: dev.directory });
    expect(await runCli(['tail', '--json'], terminal)).toBe(0);
    expect([terminal.written(), terminal.errors()]).toEqual(['{"skipped":7}\n', '']);
  });

  it('tells a person so beside the attempts', async () => {
    await using dev = await startFakeDev(answers);
    const terminal = memoryTerminal({ directory: dev.directory });
    await runCli(['tail'], terminal);
    expect(terminal.written()).toBe('');
    expect(terminal.errors()).toContain('7 attempts came faster than they could be shown\n');
  });
});
