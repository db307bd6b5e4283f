import { CliError } from './cli-error.ts';
import { readInputFile } from './input-file.ts';

/** A JSON object out of a file: what its fields may be, the library says. */
export type ConfigFile = Readonly<Record<string, unknown>>;

/**
 * Reads a file with a configuration.
 *
 * @throws CliError when it cannot be read, or is no JSON object
 */
export async function readConfigFile(path: string, directory: string): Promise<ConfigFile> {
  const bytes = await readInputFile(path, { directory, option: '--config' });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CliError(`${path} is not JSON${placeOf(error)}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new CliError(
      `${path} must hold a JSON object, such as { "policy": { "concurrency": 5 } }`,
    );
  }
  return value as ConfigFile;
}

/** Where it is wrong, if the parser says so; the rest of its words may quote a secret out of the file. */
function placeOf({ message }: SyntaxError): string {
  const [, line, column] = / \(line (\d+) column (\d+)\)$/.exec(message) ?? [];
  return line === undefined ? '' : `: line ${line}, column ${column}`;
}
