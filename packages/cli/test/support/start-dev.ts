import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { startHooklane } from './run-hooklane.ts';

/** A `hooklane dev` in a process of its own. */
export interface DevProcess extends AsyncDisposable {
  /** Of its SQS. */
  readonly endpoint: string;
}

/** Starts `hooklane dev` with its data under `directory`, and waits until it has started. */
export async function startDev(
  directory: string,
  args: readonly string[] = [],
): Promise<DevProcess> {
  const dev = startHooklane(['dev', '--json', ...args], { directory });
  const { stdout } = dev;
  if (stdout === null) throw new Error('It has no standard output');
  const exited = once(dev, 'exit');
  const started = new Promise<string>((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const event = JSON.parse(line) as { readonly kind: string; readonly endpoint: string };
      if (event.kind === 'started') resolve(event.endpoint);
    });
  });
  const failed = exited.then(([code]) => {
    throw new Error(`hooklane dev ended with ${code}`);
  });
  return {
    endpoint: await Promise.race([started, failed]),
    [Symbol.asyncDispose]: async () => {
      dev.kill('SIGINT');
      await exited;
    },
  };
}
