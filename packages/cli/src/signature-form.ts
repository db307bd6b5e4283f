import type { RawRequest } from './raw-request.ts';

/** Why a request cannot be valid, whatever it was signed with. */
export interface FormProblem {
  /** In a sentence. */
  readonly why: string;
  /** What to do. */
  readonly advice: string;
}

/** Characters of base64 that a signature of each version has. */
const lengths: ReadonlyMap<string, number> = new Map([
  ['v1', 44],
  ['v1a', 88],
]);

/** The signatures that came, where none of them can fit for its form alone. */
export function explainForm(
  request: RawRequest,
  secrets: readonly string[],
): FormProblem | undefined {
  const items = (headerValue(request, 'signature') ?? '').split(' ').filter((item) => item !== '');
  const versions = items.flatMap((item) => {
    const [version = '', text = ''] = item.split(',');
    return lengths.get(version) === text.length ? [version] : [];
  });
  if (versions.length === 0) {
    return {
      why: 'The signature header holds no complete signature: each is v1, and 44 characters of base64',
      advice: 'Copy the whole header. Between two signatures is a space',
    };
  }
  const wanted = new Set<string>(
    secrets.map((secret) => (secret.startsWith('whpk_') ? 'v1a' : 'v1')),
  );
  if (versions.some((version) => wanted.has(version))) return undefined;
  return {
    why: `The hook is signed as ${versions[0]}, and no secret given verifies that`,
    advice:
      versions[0] === 'v1a' ? 'Give the public key whpk_ of the sender' : 'Give the secret whsec_',
  };
}

/** What a length says that does not fit the body. */
export function explainLength({ headers, body }: RawRequest): FormProblem | undefined {
  const [, value] = headers.find(([name]) => name.toLowerCase() === 'content-length') ?? [];
  const length = Number(value);
  if (value === undefined || !Number.isSafeInteger(length) || length === body.length) {
    return undefined;
  }
  return {
    why: `The body has ${body.length} bytes, and content-length says ${length}`,
    advice: 'It was cut or changed on the way here: give the bytes as they came',
  };
}

/** A header of Standard Webhooks, under whichever prefix it came. */
export function headerValue(
  { headers }: RawRequest,
  part: 'timestamp' | 'signature',
): string | undefined {
  const names = [`webhook-${part}`, `svix-${part}`];
  const values = headers.filter(([name]) => names.includes(name.toLowerCase()));
  return values.length === 0 ? undefined : values.map(([, value]) => value).join(' ');
}
