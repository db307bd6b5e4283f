import { spawn } from 'node:child_process';
import { signalGroup } from './process-group.ts';

export interface RunProgramOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** How long it may take, in ms. */
  readonly timeoutMs?: number;
}

/**
 * Runs a program to its end, without standard input, and gives what it printed on either stream.
 *
 * @throws Error with what it printed, when it fails or takes too long.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  { cwd, env, timeoutMs = 300_000 }: RunProgramOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const title = [command, ...args].join(' ');
    // A group of its own, so that what it started ends with it.
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const late = AbortSignal.timeout(timeoutMs);
    const end = (): void => {
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    };
    late.addEventListener('abort', end);
    child.once('error', reject);
    child.once('close', (code) => {
      late.removeEventListener('abort', end);
      if (code === 0) resolve(output);
      else reject(new Error(`${title} ended with ${code ?? 'a signal'} in ${cwd}\n${output}`));
    });
  });
}
