import { createHash, createHmac } from 'node:crypto';

/** Whom a request is from. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A POST to the root of a service, before it is signed. Names of headers are lower case. */
export interface UnsignedRequest {
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Where a request goes, and when. */
export interface SigningScope {
  readonly service: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Keys by what they are made of: each holds for a day. */
const keys = new Map<string, Buffer>();

/**
 * The headers of a POST, with its signature.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signRequest(
  { host, path, headers, body }: UnsignedRequest,
  { service, region, credentials, now }: SigningScope,
): Readonly<Record<string, string>> {
  // biome-ignore lint/style/noRestrictedGlobals: writes a time, reads none.
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const { accessKeyId, sessionToken } = credentials;
  const all: Record<string, string> = {
    ...headers,
    host,
    'x-amz-date': time,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(all).toSorted((a, b) => (a < b ? -1 : 1));
  const signedHeaders = names.join(';');
  const canonical = [
    'POST',
    path,
    '',
    ...names.map((name) => `${name}:${(all[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    sha256(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signature = hmac(keyOf(credentials, day, region, service), toSign).toString('hex');
  return {
    ...all,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
}

function keyOf(
  { secretAccessKey }: AwsCredentials,
  day: string,
  region: string,
  service: string,
): Buffer {
  const name = `${day}/${region}/${service}/${secretAccessKey}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const parts = [day, region, service, 'aws4_request'];
  const key = parts.reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  keys.clear();
  keys.set(name, key);
  return key;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
