/** How a block of commands is run. */
export type RunMode =
  | { readonly kind: 'foreground' }
  /** Its last command keeps running; its output has `until` when it is ready. */
  | { readonly kind: 'background'; readonly until: string }
  /** Against a server that stands for AWS. */
  | { readonly kind: 'moto' }
  | { readonly kind: 'skip'; readonly reason: string };

/** What a reader of a document does, one after the other. `line` counts from 1. */
export type DocumentStep =
  | { readonly kind: 'run'; readonly line: number; readonly code: string; readonly mode: RunMode }
  /** Reads the output of the block before; with `ofBackground` that of what still runs. */
  | {
      readonly kind: 'expect';
      readonly line: number;
      readonly text: string;
      readonly ofBackground: boolean;
    }
  | { readonly kind: 'write'; readonly line: number; readonly path: string; readonly text: string }
  /** Ctrl-C in the terminal where a block keeps running. */
  | { readonly kind: 'stop'; readonly line: number };

interface Fence {
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** What the comment before the fence says after `run:`. */
  readonly mark: string | undefined;
}

const markPattern = /^<!-- run: (.+) -->$/;
const fencePattern = /^```(\w*)/;

/**
 * Reads what a document tells its reader to do: its `sh` blocks, the `text` blocks after them, and the comments
 * `<!-- run: … -->` that say what a reader knows without: which command keeps running, when to press Ctrl-C,
 * what is saved under which name, and what cannot be run here.
 *
 * @throws Error when a comment is not understood, or stands before nothing.
 */
export function readDocumentSteps(markdown: string): readonly DocumentStep[] {
  const steps: DocumentStep[] = [];
  let mark: { readonly line: number; readonly text: string } | undefined;
  const lines = markdown.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const text = lines[index]?.trimEnd() ?? '';
    const line = index + 1;
    const [, language] = fencePattern.exec(text) ?? [];
    if (language !== undefined) {
      const end = lines.findIndex((other, at) => at > index && other.trimEnd() === '```');
      if (end === -1) throw new Error(`Line ${line}: the block has no end`);
      const code = lines.slice(index + 1, end).join('\n');
      const fence = { line: line + 1, language, text: code, mark: mark?.text };
      steps.push(...stepsOf(fence, steps.at(-1)));
      mark = undefined;
      index = end;
    } else if (text !== '') {
      if (mark !== undefined)
        throw new Error(`Line ${mark.line}: no block follows \`${mark.text}\``);
      const [, said] = markPattern.exec(text) ?? [];
      if (said === 'stop') steps.push({ kind: 'stop', line });
      else if (said !== undefined) mark = { line, text: said };
      else if (text.startsWith('<!-- run'))
        throw new Error(`Line ${line}: not understood: ${text}`);
    }
  }
  if (mark !== undefined) throw new Error(`Line ${mark.line}: no block follows \`${mark.text}\``);
  return steps;
}

function stepsOf(fence: Fence, before: DocumentStep | undefined): readonly DocumentStep[] {
  const { line, language, text, mark } = fence;
  if (mark?.startsWith('file ')) return [{ kind: 'write', line, path: mark.slice(5), text }];
  if (language === 'sh') return [{ kind: 'run', line, code: text, mode: modeOf(line, mark) }];
  if (language !== 'text') {
    if (mark !== undefined) throw new Error(`Line ${line}: \`${mark}\` is not for ${language}`);
    return [];
  }
  if (mark === 'log') return [{ kind: 'expect', line, text, ofBackground: true }];
  if (mark !== undefined) throw new Error(`Line ${line}: not understood: ${mark}`);
  if (before?.kind !== 'run' || before.mode.kind === 'skip') return [];
  return [{ kind: 'expect', line, text, ofBackground: before.mode.kind === 'background' }];
}

function modeOf(line: number, mark: string | undefined): RunMode {
  if (mark === undefined) return { kind: 'foreground' };
  if (mark === 'on moto') return { kind: 'moto' };
  const [, until] = /^background until "(.+)"$/.exec(mark) ?? [];
  if (until !== undefined) return { kind: 'background', until };
  const [, reason] = /^skip: (.+)$/.exec(mark) ?? [];
  if (reason !== undefined) return { kind: 'skip', reason };
  throw new Error(`Line ${line}: not understood: ${mark}`);
}
