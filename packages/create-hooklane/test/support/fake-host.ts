import type { Ask } from '../../src/ask.ts';
import type { Host } from '../../src/create-project.ts';

/** A host that keeps what is written. */
export interface FakeHost extends Host {
  readonly written: string;
  readonly errors: string;
}

/** Makes a host in a directory, without a terminal unless `ask` is given. */
export function createFakeHost(
  cwd: string,
  { ask, userAgent }: { readonly ask?: Ask; readonly userAgent?: string } = {},
): FakeHost {
  const written: string[] = [];
  const errors: string[] = [];
  return {
    cwd,
    userAgent,
    ask,
    write: (text) => written.push(text),
    writeError: (text) => errors.push(text),
    get written() {
      return written.join('');
    },
    get errors() {
      return errors.join('');
    },
  };
}
