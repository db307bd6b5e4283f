import type { Candidate, CompletionNode } from './completion-tree.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

/** Writes the script that completes `hooklane` in a shell. */
export function completionScript(shell: Shell, nodes: readonly CompletionNode[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(nodes);
    case 'zsh':
      return zshScript(nodes);
    case 'fish':
      return fishScript(nodes);
    default:
      return shell satisfies never;
  }
}

function bashScript(nodes: readonly CompletionNode[]): string {
  return `# hooklane completion bash: in ~/.bashrc, source <(hooklane completion bash)
${functionOf(nodes)}`;
}

function functionOf(nodes: readonly CompletionNode[]): string {
  return `_hooklane() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path='' skip='' word='' words=''
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
${posixWalk(nodes)}
  done
  # A value: files, by default.
  if [ -n "$skip" ]; then COMPREPLY=(); return; fi
${posixWords(nodes)}
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _hooklane hooklane
`;
}

/** zsh runs what bash runs, once it is told to. */
function zshScript(nodes: readonly CompletionNode[]): string {
  return `# hooklane completion zsh: in ~/.zshrc, source <(hooklane completion zsh)
autoload -Uz compinit bashcompinit
(( \${+functions[compdef]} )) || compinit
bashcompinit
${functionOf(nodes)}`;
}

/** Finds the command that was typed before, and whether a value is due. */
function posixWalk(nodes: readonly CompletionNode[]): string {
  const arms = nodes.flatMap(({ path, commands }) =>
    commands.map(({ name }) => `      '${path}|${name}') path='${joined(path, name)}' ;;`),
  );
  return `    if [ -n "$skip" ]; then skip=''; continue; fi
    case "$word" in
      ${valueOptions(nodes).join('|')}) skip=1; continue ;;
    esac
    case "$path|$word" in
${arms.join('\n')}
    esac`;
}

function posixWords(nodes: readonly CompletionNode[]): string {
  const arms = nodes.map((node) => {
    const options = namesOf(node.options);
    const others = [...namesOf(node.commands), ...node.choices];
    const words = (others.length === 0 ? options : others).join(' ');
    return `    '${node.path}') words='${words}'; case "$cur" in -*) words='${options.join(' ')}' ;; esac ;;`;
  });
  return `  case "$path" in
${arms.join('\n')}
  esac`;
}

function fishScript(nodes: readonly CompletionNode[]): string {
  const arms = nodes.flatMap(({ path, commands }) =>
    commands.map(
      ({ name }) => `      case '${path}|${name}'\n        set path '${joined(path, name)}'`,
    ),
  );
  const lines = nodes.flatMap((node) => fishLines(node));
  return `# hooklane completion fish > ~/.config/fish/completions/hooklane.fish
function __hooklane_at
  set -l path ''
  set -l skip 0
  for word in (commandline -opc)[2..]
    if test $skip = 1
      set skip 0
      continue
    end
    if contains -- $word ${valueOptions(nodes).join(' ')}
      set skip 1
      continue
    end
    switch "$path|$word"
${arms.join('\n')}
    end
  end
  test "$path" = "$argv[1]"
end
complete -c hooklane -f
${lines.join('\n')}
`;
}

function fishLines({ path, commands, options, choices }: CompletionNode): readonly string[] {
  const at = `complete -c hooklane -n '__hooklane_at "${path}"'`;
  return [
    ...commands.map(({ name, description }) => `${at} -a ${name} -d '${fishText(description)}'`),
    ...choices.map((choice) => `${at} -a ${choice}`),
    ...options.map(({ name, description, takesValue }) => {
      const flag = name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;
      return `${at} ${flag}${takesValue ? ' -rF' : ''} -d '${fishText(description)}'`;
    }),
  ];
}

function namesOf(candidates: readonly Candidate[]): readonly string[] {
  return candidates.map(({ name }) => name);
}

function valueOptions(nodes: readonly CompletionNode[]): readonly string[] {
  const names = nodes.flatMap(({ options }) =>
    options.filter(({ takesValue }) => takesValue).map(({ name }) => name),
  );
  return [...new Set(names)];
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path} ${name}`;
}

function fishText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
