import { Argument, type Command } from 'commander';
import { completionScript, type Shell, shells } from '../completion-script.ts';
import { completionTree } from '../completion-tree.ts';
import type { Run } from '../program.ts';

/** `hooklane completion` */
export function addCompletion(program: Command, run: Run): void {
  program
    .command('completion')
    .description('print a script that completes this command')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .action(
      run(async ({ output }, shell: Shell) => {
        const script = completionScript(shell, completionTree(program));
        output.result({ shell, script }, () => script.trimEnd());
      }),
    );
}
