import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { interruptGroup, signalGroup } from './process-group.ts';

export interface DocumentShellOptions {
  /** Where it begins: an empty directory. */
  readonly cwd: string;
  /** Beside it: what the session writes down of itself. */
  readonly logs: string;
  readonly env: NodeJS.ProcessEnv;
}

/** One terminal session: directories and variables last from block to block. */
export interface DocumentShell {
  /** Runs commands to their end and gives what they printed; throws when one fails. */
  run(code: string, env: Readonly<Record<string, string>>): Promise<string>;
  /** Runs commands of which the last keeps running. */
  start(code: string): Promise<void>;
  /** What was printed by what was started last. */
  readStarted(): string;
  /** Presses Ctrl-C where something keeps running, and waits for its end. */
  stop(): Promise<void>;
  /** Where the session is. */
  write(path: string, text: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Started {
  readonly pid: number;
  readonly log: string;
}

/** Starts a session of bash, without the settings of its user. */
export function startDocumentShell({ cwd, logs, env }: DocumentShellOptions): DocumentShell {
  mkdirSync(logs, { recursive: true });
  const bash = spawn('bash', ['--noprofile', '--norc'], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = once(bash, 'exit');
  const started: Started[] = [];
  let blocks = 0;
  // What bash itself says: of syntax errors, and of jobs that end.
  let complaints = '';
  bash.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  // A process group for each thing that is started, and an end at the first command that fails.
  bash.stdin.write('set -m -e\n');

  /** Has the session run commands with their output in a file, and gives what it says of itself at their end. */
  async function execute(code: string): Promise<{ readonly said: string; readonly log: string }> {
    blocks += 1;
    const log = join(logs, `${blocks}.log`);
    writeFileSync(log, '');
    const said = nextLine(bash, ended);
    bash.stdin.write(`${code.replaceAll('{log}', log)}\n`);
    return { said: await said, log };
  }

  return {
    run: async (code, extra) => {
      const names = Object.keys(extra);
      for (const [name, value] of Object.entries(extra))
        bash.stdin.write(`export ${name}=${value}\n`);
      const { said, log } = await execute(`{\n${code}\n} </dev/null >'{log}' 2>&1\necho done`);
      if (names.length > 0) bash.stdin.write(`unset ${names.join(' ')}\n`);
      const output = readFileSync(log, 'utf8');
      if (said !== 'done') {
        throw new Error(`A command failed. It printed:\n${output}${complaints}`);
      }
      return output;
    },
    start: async (code) => {
      const { said, log } = await execute(`(\n${code}\n) </dev/null >'{log}' 2>&1 &\necho $!`);
      started.push({ pid: Number(said), log });
    },
    readStarted: () => {
      const last = started.at(-1);
      if (last === undefined) throw new Error('Nothing was started before');
      return readFileSync(last.log, 'utf8');
    },
    stop: async () => {
      const last = started.pop();
      if (last === undefined) throw new Error('Nothing is running');
      await interruptGroup(last.pid);
    },
    write: async (path, text) => {
      const { said } = await execute('pwd');
      const file = isAbsolute(path) ? path : join(said, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${text}\n`);
    },
    [Symbol.asyncDispose]: async () => {
      for (const { pid } of started) signalGroup(pid, 'SIGKILL');
      bash.stdin.end();
      await ended;
    },
  };
}

/** The next line that the session says, or nothing when it ended before. */
function nextLine({ stdout }: ChildProcess, ended: Promise<unknown>): Promise<string> {
  let text = '';
  const line = new Promise<string>((resolve) => {
    stdout?.on('data', function onData(chunk: Buffer) {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      stdout.off('data', onData);
      resolve(text.trim());
    });
  });
  return Promise.race([line, ended.then(() => '')]);
}
