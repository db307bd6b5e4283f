import { readFileSync } from 'node:fs';

interface CommonFields {
  readonly name: string;
  readonly secret: string;
  readonly id: string;
  readonly timestamp: number;
  readonly signature: string;
}

export interface Vector extends CommonFields {
  readonly body: Uint8Array;
  /** Only of asymmetric vectors. */
  readonly publicKey: string | undefined;
}

interface VectorInFile extends CommonFields {
  readonly body?: string;
  readonly body_base64?: string;
  readonly public_key?: string;
}

interface VectorFile {
  readonly symmetric: readonly VectorInFile[];
  readonly asymmetric: readonly VectorInFile[];
}

const file: VectorFile = JSON.parse(
  readFileSync(new URL('./vectors/standard-webhooks.json', import.meta.url), 'utf8'),
);

/** Over the 64 bytes that the specification allows. */
export const oversizedSecretVector = 'secret-65-bytes';

const symmetric = file.symmetric.map(readVector);
export const symmetricVectors: readonly Vector[] = symmetric.filter(
  ({ name }) => name !== oversizedSecretVector,
);
export const asymmetricVectors: readonly Vector[] = file.asymmetric.map(readVector);

/** The vector called `name`. */
export function vectorOf(name: string): Vector {
  const vector = [...symmetric, ...asymmetricVectors].find((candidate) => candidate.name === name);
  if (vector === undefined) throw new Error(`No vector ${name}`);
  return vector;
}

function readVector({ body, body_base64, public_key, ...rest }: VectorInFile): Vector {
  return {
    ...rest,
    body: body === undefined ? Buffer.from(body_base64 ?? '', 'base64') : Buffer.from(body),
    publicKey: public_key,
  };
}
