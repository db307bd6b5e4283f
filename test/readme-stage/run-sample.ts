import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blocks, fileOf } from './document-blocks.ts';

export interface RunSampleOptions {
  /** Where packages are found: see `makeSampleProject`. */
  readonly project: string;
  /** What the sample finds in its environment, beside credentials that nobody takes. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs. @default an empty directory of its own */
  readonly directory?: string;
  /** What a reader fills in: each text is there, and is replaced wherever it is. */
  readonly edits?: readonly (readonly [from: string, to: string])[];
}

/** The first program of a document, running. */
export interface RunningSample extends AsyncDisposable {
  /** Resolves once it has printed this on standard output. */
  printed(text: string): Promise<void>;
  /** What it printed on standard output, once it has ended by itself; throws when it failed. */
  output(): Promise<string>;
  /** Ends it as a supervisor would, and gives its exit code. */
  terminate(): Promise<number | null>;
}

/** Starts the first program of a document as its reader would, from the sources of the packages. */
export function startSample(document: string, options: RunSampleOptions): RunningSample {
  const own = mkdtempSync(join(tmpdir(), 'hooklane-sample-'));
  const child = spawn(process.execPath, [...nodeFlags, fileWith(document, options)], {
    cwd: options.directory ?? own,
    env: { ...cleanEnv(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  // Exit comes before the last of the output, close after it.
  const closed = once(child, 'close');
  let stdout = '';
  let stderr = '';
  const exit = new AbortController();
  child.once('close', () => exit.abort());
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return {
    printed: async (text) => {
      const signal = AbortSignal.any([AbortSignal.timeout(printMs), exit.signal]);
      while (!stdout.includes(text)) {
        if (child.exitCode !== null || signal.aborted) {
          throw new Error(`${document} did not print ${text}, but:\n${stdout}${stderr}`);
        }
        await once(child.stdout, 'data', { signal }).catch(() => undefined);
      }
    },
    output: async () => {
      const [code] = await exited;
      await closed;
      if (code !== 0) throw new Error(`${document} ended with ${code}:\n${stdout}${stderr}`);
      return stdout;
    },
    terminate: async () => {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await closed;
      rmSync(own, { recursive: true, force: true });
    },
  };
}

const printMs = 60_000;

/** What runs a program from the sources of the packages. */
export const nodeFlags: readonly string[] = [
  '--conditions=@hooklane/source',
  '--disable-warning=ExperimentalWarning',
];

function fileWith(document: string, { project, edits = [] }: RunSampleOptions): string {
  const block = blocks.find((candidate) => candidate.document === document);
  if (block === undefined) throw new Error(`${document} has no program`);
  const code = edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${document} does not have ${from}`);
    return text.replaceAll(from, () => to);
  }, block.code);
  const file = join(project, fileOf(block));
  writeFileSync(file, code);
  return file;
}

function cleanEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|NODE_OPTIONS$|HOOKLANE_|VITEST)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: '1',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'sample',
    AWS_SECRET_ACCESS_KEY: 'sample',
  };
}
