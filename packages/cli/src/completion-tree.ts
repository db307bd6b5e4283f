import type { Command } from 'commander';

/** What can be typed after a part of the command line. */
export interface CompletionNode {
  /** The commands before: `partner add`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly Candidate[];
  readonly options: readonly Candidate[];
  /** What the first argument may be, where there is a choice. */
  readonly choices: readonly string[];
}

export interface Candidate {
  readonly name: string;
  readonly description: string;
  /** A value follows it. */
  readonly takesValue: boolean;
}

/** Reads the tree of commands: each has its own options and those of all. */
export function completionTree(program: Command): readonly CompletionNode[] {
  return nodesOf(program, '', optionsOf(program));
}

function nodesOf(
  command: Command,
  path: string,
  inherited: readonly Candidate[],
): readonly CompletionNode[] {
  const own = path === '' ? [] : optionsOf(command);
  const node: CompletionNode = {
    path,
    commands: command.commands.map((child) => ({
      name: child.name(),
      description: child.description(),
      takesValue: false,
    })),
    options: [...own, ...inherited, help],
    choices: command.registeredArguments[0]?.argChoices ?? [],
  };
  const children = command.commands.flatMap((child) =>
    nodesOf(child, path === '' ? child.name() : `${path} ${child.name()}`, inherited),
  );
  return [node, ...children];
}

const help: Candidate = { name: '--help', description: 'print help', takesValue: false };

function optionsOf(command: Command): readonly Candidate[] {
  return command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ long, short, description, required, optional }) =>
      [long, short]
        .filter((name) => name != null)
        .map((name) => ({ name, description, takesValue: required || optional })),
    );
}
