import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HooklaneError } from '@hooklane/core';
import { Code } from 'aws-cdk-lib/aws-lambda';

/** A zip of a function, as it is uploaded. */
export interface FunctionZip {
  readonly code: Code;
  /** Base64 of its SHA-256. */
  readonly sha256: string;
}

/**
 * Reads a zip that a package brings. It is uploaded as it is: Lambda computes the same hash.
 *
 * @throws HooklaneError `artifact_missing`
 */
export function readFunctionZip(url: URL, pkg: string): FunctionZip {
  const path = fileURLToPath(url);
  try {
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('base64');
    return { code: Code.fromAsset(path), sha256 };
  } catch (error) {
    throw new HooklaneError(
      'artifact_missing',
      `The code of the function is not there: ${path}. Install ${pkg} anew, or build it with pnpm --filter ${pkg} run build`,
      { cause: error },
    );
  }
}
