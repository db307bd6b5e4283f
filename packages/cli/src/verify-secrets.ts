import { CliError } from './cli-error.ts';
import { readInputFile } from './input-file.ts';
import { readPartnerSecrets } from './partner-secrets.ts';
import type { Session } from './session.ts';

/** Where the secret comes from. Never the command line: a shell keeps what was typed. */
export interface SecretFlags {
  readonly partner?: string;
  readonly secretFile?: string;
}

const variable = 'HOOKLANE_SECRET';

/**
 * Reads the secrets to verify with: of a partner, of a file, or of the environment.
 *
 * @throws CliError when there are none
 */
export async function readVerifySecrets(
  { partner, secretFile }: SecretFlags,
  { env, directory, target }: Pick<Session, 'env' | 'directory' | 'target'>,
): Promise<readonly string[]> {
  if (partner !== undefined && secretFile !== undefined) {
    throw new CliError('--partner and --secret-file cannot go together: give one of them');
  }
  if (partner !== undefined) {
    const secrets = await readPartnerSecrets(partner, target);
    if (secrets.length > 0) return secrets;
    throw new CliError(`Partner ${partner} has no secret. Add it again for one`);
  }
  const text =
    secretFile === undefined
      ? env[variable]
      : (await readInputFile(secretFile, { directory, option: '--secret-file' })).toString();
  const secrets = (text ?? '').split(/[\s,]+/).filter((secret) => secret !== '');
  if (secrets.length > 0) return secrets;
  throw new CliError(
    secretFile === undefined
      ? `There is no secret: give --partner or --secret-file, or set ${variable}`
      : `${secretFile} holds no secret: it must have one a line`,
  );
}
