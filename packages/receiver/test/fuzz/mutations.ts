import { createSigningKey, generateSecret, isWebhookId, sign } from '@hooklane/signature';
import fc from 'fast-check';

export const secret = generateSecret();
export const nowSeconds = 1_800_000_000;

/** A request of which each part may be anything. */
export interface FuzzedRequest {
  readonly headers: unknown;
  readonly body: unknown;
}

interface Signed {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Buffer;
}

const keys = [createSigningKey(secret)];
const strangerKeys = [createSigningKey(generateSecret())];

const signed: fc.Arbitrary<Signed> = fc
  .record({
    id: fc.stringMatching(/^msg_[A-Za-z0-9]{1,30}$/),
    body: fc.oneof(
      fc.json().map((text) => Buffer.from(text)),
      fc.uint8Array().map(Buffer.from),
    ),
  })
  .map(({ id, body }) => ({
    id,
    timestamp: `${nowSeconds}`,
    signature: sign({ id, timestampSeconds: nowSeconds, body }, keys),
    body,
  }));

type Mutation = (given: Signed) => Signed;

const text = fc.string({ unit: 'binary', maxLength: 40 });
const at = fc.nat();
const bytes = fc.uint8Array({ minLength: 1, maxLength: 8 });

/** Puts `inserted` in the place of `removed` characters. */
function spliced(value: string, index: number, removed: number, inserted: string): string {
  const start = value.length === 0 ? 0 : index % value.length;
  return value.slice(0, start) + inserted + value.slice(start + removed);
}

const bodyMutation: fc.Arbitrary<Mutation> = fc
  .tuple(at, fc.nat(4), fc.oneof(bytes, fc.constant(new Uint8Array())))
  .map(([index, removed, inserted]) => (given) => {
    const { body } = given;
    const start = body.length === 0 ? 0 : index % body.length;
    const parts = [body.subarray(0, start), inserted, body.subarray(start + removed)];
    return { ...given, body: Buffer.concat(parts) };
  });

const headerMutation: fc.Arbitrary<Mutation> = fc
  .tuple(fc.constantFrom('id', 'timestamp', 'signature'), at, fc.nat(4), text)
  .map(([name, index, removed, inserted]) => (given) => ({
    ...given,
    [name]: spliced(given[name as 'id'], index, removed, inserted),
  }));

const resigned: fc.Arbitrary<Mutation> = fc.constant((given) => {
  const id = isWebhookId(given.id) ? given.id : 'msg_1';
  const message = { id, timestampSeconds: nowSeconds, body: given.body };
  return { ...given, signature: sign(message, strangerKeys) };
});

/** Moves characters over the border of id, time and body, which the same text would be signed by. */
const shifted: fc.Arbitrary<Mutation> = fc.nat(3).map((count) => (given) => ({
  ...given,
  id: `${given.id}.${given.timestamp.slice(0, count)}`,
  timestamp: given.timestamp.slice(count),
}));

/** Requests of which at least one signed part, or the signature, is not what the sender sent. */
export const mutatedRequests: fc.Arbitrary<FuzzedRequest> = fc
  .record({
    given: signed,
    mutations: fc.array(fc.oneof(bodyMutation, headerMutation, resigned, shifted), {
      minLength: 1,
      maxLength: 3,
    }),
    form: fc.constantFrom('record', 'map', 'pairs', 'upper'),
    extra: fc.option(fc.tuple(text, fc.anything()), { freq: 4, nil: undefined }),
  })
  .map(({ given, mutations, form, extra }) => {
    const mutated = mutations.reduce((request, mutate) => mutate(request), given);
    return { given, mutated, form, extra };
  })
  .filter(({ given, mutated }) => !isSame(given, mutated))
  .map(({ mutated, form, extra }) => ({
    headers: headersIn(form, mutated, extra),
    body: mutated.body,
  }));

// What still has the signed parts and a signature among its items is no mutation: it must verify.
function isSame(given: Signed, mutated: Signed): boolean {
  const items = mutated.signature.split(/[ ,]+/).join(',');
  return (
    given.id === mutated.id &&
    given.timestamp === mutated.timestamp &&
    given.body.equals(mutated.body) &&
    items.includes(given.signature)
  );
}

function headersIn(
  form: string,
  { id, timestamp, signature }: Signed,
  extra: readonly [string, unknown] | undefined,
): unknown {
  const pairs: [string, unknown][] = [
    ['webhook-id', id],
    ['webhook-timestamp', timestamp],
    ['webhook-signature', signature],
  ];
  if (extra !== undefined) pairs.push([...extra]);
  if (form === 'map') return new Map(pairs);
  if (form === 'pairs') return pairs;
  const record = Object.fromEntries(pairs);
  if (form === 'record') return record;
  return Object.fromEntries(pairs.map(([name, value]) => [name.toUpperCase(), value]));
}
