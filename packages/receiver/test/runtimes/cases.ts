// What must hold on every runtime, with nothing but the language and the packages under test. The suite runs it
// on source; `pnpm test:runtimes` on the packed packages under Node, Bun, Deno and workerd.
import type * as fetchEntry from '@hooklane/receiver/fetch';
import type * as webEntry from '@hooklane/receiver/web';

/** `@hooklane/receiver` or `@hooklane/receiver/web`: the first answers at once, the second by promise. */
type Api = Omit<typeof webEntry, 'verifySignature'> & {
  readonly verifySignature: (...args: Parameters<typeof webEntry.verifySignature>) => unknown;
};

/** The file `standard-webhooks.json`, as far as it is read here. */
export interface Vectors {
  readonly symmetric: readonly Vector[];
  readonly asymmetric: readonly (Vector & { readonly public_key: string })[];
  readonly scenarios: readonly {
    readonly name: string;
    readonly secrets: readonly string[];
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly now: number;
    readonly expect: 'accept' | 'reject';
    readonly error?: string;
  }[];
}

interface Vector {
  readonly name: string;
  readonly secret: string;
  readonly id: string;
  readonly timestamp: number;
  readonly body?: string;
  readonly body_base64?: string;
  readonly signature: string;
}

export interface Case {
  readonly name: string;
  readonly run: () => Promise<void>;
}

// The file has its own words for two of our codes.
const codes: Readonly<Record<string, string>> = {
  no_matching_signature: 'signature_mismatch',
  config_error: 'invalid_secret',
};

/** The cases for one entry of the receiver. */
export function casesFor(
  api: Api,
  { fetchHandler }: typeof fetchEntry,
  vectors: Vectors,
): readonly Case[] {
  const clockAt = (seconds: number) => ({ now: () => seconds * 1_000 });
  const verdictOf = async (...args: Parameters<Api['verifySignature']>): Promise<string> => {
    try {
      await api.verifySignature(...args);
      return 'accept';
    } catch (error) {
      if (api.isHooklaneError(error)) return error.code;
      throw error;
    }
  };
  const official = vectors.scenarios.find(({ name }) => name === 'valid');
  if (official === undefined) throw new Error('No scenario "valid"');
  const { headers, body, secrets, now } = official;
  const options = { secrets, clock: clockAt(now) };
  const bytes = new TextEncoder().encode(body);

  const judged = vectors.scenarios.map((scenario) => ({
    name: `scenario ${scenario.name}`,
    async run() {
      const options = { secrets: scenario.secrets, clock: clockAt(scenario.now) };
      const verdict = await verdictOf({ headers: scenario.headers, body: scenario.body }, options);
      if (scenario.expect === 'accept') expectSame(verdict, 'accept');
      else expectSame(verdict, codes[`${scenario.error}`] ?? scenario.error);
    },
  }));
  const keyed = [
    // Its secret has more bytes than the specification allows.
    ...vectors.symmetric.filter(({ name }) => name !== 'secret-65-bytes'),
    ...vectors.asymmetric.map((vector) => ({ ...vector, secret: vector.public_key })),
  ].map((vector) => ({
    name: `vector ${vector.name}`,
    async run() {
      const body = bodyOf(vector);
      const headers = {
        'webhook-id': vector.id,
        'webhook-timestamp': `${vector.timestamp}`,
        'webhook-signature': vector.signature,
      };
      const options = { secrets: vector.secret, clock: clockAt(vector.timestamp) };
      expectSame(await verdictOf({ headers, body }, options), 'accept');
      const other = { ...headers, 'webhook-timestamp': `${vector.timestamp + 1}` };
      expectSame(await verdictOf({ headers: other, body }, options), 'signature_mismatch');
    },
  }));
  return [
    ...judged,
    ...keyed,
    {
      name: 'every kind of body and headers',
      async run() {
        for (const given of [body, bytes, bytes.buffer]) {
          for (const held of [headers, new Headers(headers), new Map(Object.entries(headers))]) {
            expectSame(await verdictOf({ headers: held, body: given }, options), 'accept');
          }
        }
      },
    },
    {
      name: 'a body that was parsed',
      async run() {
        const parsed = JSON.parse(body);
        expectSame(await verdictOf({ headers, body: parsed }, options), 'invalid_body');
      },
    },
    {
      name: 'a hex HMAC of the body alone',
      async run() {
        // openssl dgst -sha256 -hmac legacy-secret
        const signature = '2b1740229f4206d80dc7a2eec659c023dd55eb8a7893b41d79d564441d4c25d5';
        const request = { headers: { 'x-request-signature-sha-256': signature }, body };
        const legacy = { ...api.requestSignatureSha256, secrets: 'legacy-secret' };
        const hook = await api.verifySignature(request, { ...options, schemes: [legacy] });
        expectSame(hook, {
          id: 'sha256_ae858931f67887e8150d6f96c9fe03062c1df36b4464c4ddc8e002c084d5d198',
          timestamp: new Date(now * 1_000),
          body,
          scheme: 'request-signature-sha-256',
        });
        const wrong = { ...legacy, secrets: 'another-secret' };
        const verdict = await verdictOf(request, { ...options, schemes: [wrong] });
        expectSame(verdict, 'signature_mismatch');
      },
    },
    {
      name: 'a receiver behind fetch: 200, 401, 405 and each hook once',
      async run() {
        const seen: unknown[] = [];
        const receiver = api.createReceiver({
          ...options,
          replayGuard: api.createMemoryReplayGuard(),
          onHook: ({ id, payload }) => seen.push([id, payload]),
        });
        const handle = fetchHandler(receiver);
        const post = (init: RequestInit): Promise<Response> =>
          handle(new Request('https://example.com/hooks', { method: 'POST', headers, ...init }));
        expectSame((await post({ body: bytes })).status, 200);
        expectSame((await post({ body: bytes })).status, 200);
        expectSame((await post({ body: `${body} ` })).status, 401);
        expectSame((await post({ method: 'GET' })).status, 405);
        expectSame(seen, [[headers['webhook-id'], JSON.parse(body)]]);
      },
    },
  ];
}

function bodyOf({ body, body_base64: encoded }: Vector): string | Uint8Array {
  if (encoded === undefined) return `${body}`;
  return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
}

function expectSame(given: unknown, wanted: unknown): void {
  const [is, should] = [JSON.stringify(given), JSON.stringify(wanted)];
  if (is !== should) throw new Error(`Expected ${should}. Received: ${is}`);
}
