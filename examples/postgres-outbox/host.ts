import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HostReport, HostSettings } from './host-process.ts';

/** The host's process, as seen from outside. */
export interface Host extends AsyncDisposable {
  /** Waits until it has said so, `times` times; rejects when its process ends before. */
  hasSaid(kind: HostReport['kind'], times?: number): Promise<void>;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts the host's process. */
export function startHost(settings: HostSettings): Host {
  const child = fork(fileURLToPath(import.meta.resolve('./host-process.ts')), {
    execArgv: ['--conditions=@hooklane/source', '--disable-warning=ExperimentalWarning'],
  });
  const said: HostReport[] = [];
  const waiting = new Set<() => void>();
  let hasEnded = false;
  const tell = (): void => {
    for (const look of waiting) look();
  };
  child.on('message', (report: HostReport) => {
    said.push(report);
    tell();
  });
  const ended = once(child, 'exit').then(() => {
    hasEnded = true;
    tell();
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  child.send(settings);
  return {
    hasSaid: (kind, times = 1) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const isSaid = said.filter((report) => report.kind === kind).length >= times;
          if (!isSaid && !hasEnded) return;
          waiting.delete(look);
          if (isSaid) resolve();
          else reject(new Error(`The host ended before it said ${kind}`));
        };
        waiting.add(look);
        look();
      }),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
