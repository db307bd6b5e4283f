import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a `hooklane dev` can be reached, as it writes it down for other commands. */
export interface DevAddress {
  /** `http://127.0.0.1:<port>` of the control server. */
  readonly url: string;
  /** Only who can read the file may control it. */
  readonly token: string;
  /** Endpoint of the embedded SQS. */
  readonly sqsEndpoint: string;
  readonly pid: number;
}

const fileName = 'dev.json';

/** Writes the address so that only the user can read it, and whoever reads it sees the whole. */
export function writeDevFile(dataDir: string, address: DevAddress): void {
  const path = join(dataDir, fileName);
  const making = `${path}.${address.pid}`;
  writeFileSync(making, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  renameSync(making, path);
}

/** Reads the address; `undefined` when there is none. */
export function readDevFile(dataDir: string): DevAddress | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, fileName), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function removeDevFile(dataDir: string): void {
  rmSync(join(dataDir, fileName), { force: true });
}
