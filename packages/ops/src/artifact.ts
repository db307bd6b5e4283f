import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { HooklaneError } from '@hooklane/core';

/** The code of the alarms' function, ready for Lambda. */
export interface AlarmArtifact {
  /** A zip with one minified file and its source map; the same bytes for the same version of this package. */
  readonly zip: Uint8Array;
  /** Base64 of the SHA-256 of the zip: what Lambda calls `CodeSha256`. */
  readonly sha256: string;
  /** File and export. */
  readonly handler: 'index.handler';
}

/** Where the zip of {@link alarmArtifact} is, for tools that upload files. */
export const alarmArtifactUrl: URL = new URL('../dist/function/alarms.zip', import.meta.url);

/**
 * Gives the code that `provisionAlarms` of `@hooklane/provisioner` takes. It runs on `nodejs22.x`, `nodejs24.x` and
 * `nodejs26.x`, on arm64 and x86.
 *
 * @throws HooklaneError `artifact_missing`
 */
export async function alarmArtifact(): Promise<AlarmArtifact> {
  try {
    const zip = await readFile(alarmArtifactUrl);
    return {
      zip: new Uint8Array(zip),
      sha256: createHash('sha256').update(zip).digest('base64'),
      handler: 'index.handler',
    };
  } catch (error) {
    throw new HooklaneError(
      'artifact_missing',
      'The code of the function is not there: dist/function/alarms.zip of @hooklane/ops. Install the package anew, or build it with pnpm --filter @hooklane/ops run build',
      { cause: error },
    );
  }
}
