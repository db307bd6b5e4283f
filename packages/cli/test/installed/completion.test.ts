import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runHooklane } from '../support/run-hooklane.ts';

describe('hooklane completion', () => {
  it('prints a script with which bash completes the installed command', async () => {
    const { stdout } = await runHooklane(['completion', 'bash'], { directory: tmpdir() });
    const script = `${stdout}\nCOMP_WORDS=(hooklane partner rot); COMP_CWORD=2; _hooklane; echo "\${COMPREPLY[@]}"`;
    const bash = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
    expect([bash.status, bash.stderr, bash.stdout]).toEqual([0, '', 'rotate-secret\n']);
  });
});
