import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unusableDataDir } from './unusable-data-dir.ts';

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

/**
 * Reads the address; `undefined` when there is none, or none that somebody could be reached at.
 *
 * @throws CliError when the data directory is none
 */
export function readDevFile(dataDir: string): DevAddress | undefined {
  try {
    const address: unknown = JSON.parse(readFileSync(join(dataDir, fileName), 'utf8'));
    return isDevAddress(address) ? address : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw unusableDataDir(dataDir, error) ?? error;
  }
}

function isDevAddress(value: unknown): value is DevAddress {
  const { url, token, sqsEndpoint } = (value ?? {}) as Partial<DevAddress>;
  return (
    [url, sqsEndpoint].every((one) => typeof one === 'string' && URL.canParse(one)) &&
    typeof token === 'string'
  );
}

export function removeDevFile(dataDir: string): void {
  rmSync(join(dataDir, fileName), { force: true });
}
