// Runs in each test file's process, before the code under test is loaded. Watches what is born as a secret, a
// signature, a body or userinfo, and what is written or thrown; afterwards none of the first may stand in the
// second. Nothing in the code under test knows of it.
import { format } from 'node:util';
import { afterAll, expect } from 'vitest';
import { findLeaks } from './find-leaks.ts';

const born = new Set<string>();
const written: string[] = [];
const thrown: Error[] = [];

watchSecrets();
watchUserinfo();
watchErrors();
watchOutput();
Reflect.set(globalThis, Symbol.for('hooklane.log-watch'), (entry: object) => {
  written.push(JSON.stringify(entry));
});

afterAll(() => {
  const texts = [...written, ...thrown.filter(isOfProduct).flatMap(textsOf)];
  expect(findLeaks(texts, born), 'secrets, signatures, bodies or userinfo were shown').toEqual([]);
});

/** Whatever is decoded as a key or a signature is secret. */
function watchSecrets(): void {
  const from = Buffer.from.bind(Buffer) as (...args: unknown[]) => Buffer;
  Buffer.from = ((...args: unknown[]) => {
    const [value, encoding] = args;
    if (encoding === 'base64' && typeof value === 'string' && value.length >= 24) born.add(value);
    return from(...args);
  }) as typeof Buffer.from;
}

function watchUserinfo(): void {
  const note = (url: URL | null): URL | null => {
    for (const part of [url?.username, url?.password]) {
      if (part !== undefined && part.length >= 8) born.add(decodeURIComponent(part));
    }
    return url;
  };
  const RealUrl = URL;
  globalThis.URL = new Proxy(RealUrl, {
    construct: (target, args) => note(Reflect.construct(target, args)) as URL,
    get: (target, property) =>
      property === 'parse'
        ? (...args: Parameters<typeof URL.parse>) => note(RealUrl.parse(...args))
        : Reflect.get(target, property),
  });
}

function watchErrors(): void {
  globalThis.Error = new Proxy(Error, {
    construct: (target, args, newTarget) => {
      const error = Reflect.construct(target, args, newTarget) as Error;
      thrown.push(error);
      return error;
    },
  });
}

function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
    stream.write = ((...args: unknown[]) => {
      written.push(String(args[0]));
      return write(...args);
    }) as typeof stream.write;
  }
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const log = console[level].bind(console);
    console[level] = (...args: unknown[]) => {
      written.push(format(...args));
      log(...args);
    };
  }
}

/** Errors of Hooklane, and others that its code made; tests may plant anything in errors of their own. */
function isOfProduct({ name, stack = '' }: Error): boolean {
  const frame = stack.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  const isMadeBySource = /\/packages\/[^/]+\/src\//.test(frame) && !frame.includes('/src/testing/');
  return name === 'HooklaneError' || isMadeBySource;
}

function textsOf(error: Error): readonly string[] {
  const cause = error.cause instanceof Error ? textsOf(error.cause) : [];
  return [error.message, JSON.stringify(error), ...cause];
}
