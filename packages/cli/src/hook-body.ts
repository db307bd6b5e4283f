import { CliError } from './cli-error.ts';
import { readInputFile } from './input-file.ts';
import type { Session } from './session.ts';

/** Where the body of a hook comes from. */
export interface BodyFlags {
  readonly data?: string;
  readonly dataFile?: string;
}

/**
 * Reads the body of a hook: exactly what is given is signed and POSTed.
 *
 * @throws CliError when there is none, or several
 */
export async function readHookBody(
  { data, dataFile }: BodyFlags,
  { directory, readInput, output }: Pick<Session, 'directory' | 'readInput' | 'output'>,
): Promise<string | Uint8Array> {
  if (data !== undefined && dataFile !== undefined) {
    throw new CliError('--data and --data-file cannot go together: give one of them');
  }
  const instead = 'Give the body: --data <json>, --data-file <path>, or pipe it in';
  const body =
    data ??
    (dataFile === undefined
      ? await readInput(instead)
      : await readInputFile(dataFile, { directory, option: '--data-file' }));
  if (body.length === 0 && data === undefined) throw new CliError(`The body is empty. ${instead}`);
  if (!isJson(body)) output.note('The body is not JSON. It is sent as it is');
  return body;
}

function isJson(body: string | Uint8Array): boolean {
  try {
    JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString());
    return true;
  } catch {
    return false;
  }
}
