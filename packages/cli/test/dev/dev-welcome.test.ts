import { describe, expect, it } from 'vitest';
import { drawWelcome } from '../../src/dev/dev-welcome.ts';
import { createOutput } from '../../src/output.ts';
import { createTarget } from '../../src/target.ts';
import { memoryTerminal } from '../support/memory-terminal.ts';

function welcome(dataDir: string, partnerIds: readonly string[]): string {
  const terminal = memoryTerminal();
  const { directory, env, signal } = terminal;
  const here = { stage: 'local', region: undefined, endpoint: undefined };
  const partners = partnerIds.map((partnerId) => ({ partnerId, isDisabled: false }));
  return drawWelcome(
    { endpoint: 'http://127.0.0.1:1', partners },
    {
      output: createOutput(terminal, { isJson: false }),
      target: createTarget({ ...here, dataDir, directory, env, signal }),
    },
  );
}

describe('what `hooklane dev` says when it has started', () => {
  it('names its data directory in the commands to run next, where it is not the usual one', () => {
    const shown = welcome('own', ['acme']);
    expect(shown).toContain('hooklane partner show acme --secret --data-dir /nowhere/own\n');
    expect(shown).toMatch(/hooklane publish acme .* --data-dir \/nowhere\/own$/);
    expect(welcome('own', [])).toContain('hooklane partner add acme --data-dir /nowhere/own\n');
    expect(welcome('.hooklane/dev', ['acme'])).not.toContain('--data-dir');
  });
});
