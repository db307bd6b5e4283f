import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Ask, createAsk, Interrupted } from '../src/ask.ts';

const enter = '\r';
const down = '\u001B[B';
const ctrlC = '\u0003';

/** Asks a person who presses these keys, a question each. */
async function ask<Answer>(
  question: (ask: Ask) => Promise<Answer>,
  ...keys: readonly string[]
): Promise<Answer> {
  const input = new PassThrough();
  const output = new PassThrough();
  const waiting = keys.values();
  // A question is written before it listens, and once more when it is answered.
  output.on('data', (text: Buffer) => {
    if (!text.toString().includes('?')) return;
    setImmediate(() => input.write(waiting.next().value ?? ''));
  });
  const answer = await question(createAsk({ input, output }));
  input.destroy();
  return answer;
}

describe('a question', () => {
  it('takes what is typed', async () => {
    expect(await ask(({ directory }) => directory('my-webhooks'), `shop${enter}`)).toBe('shop');
  });

  it('takes what is suggested', async () => {
    expect(await ask(({ directory }) => directory('my-webhooks'), enter)).toBe('my-webhooks');
  });

  it('for the template goes by what it does, then by where it runs', async () => {
    const chosen = await ask(({ template }) => template(), enter, `${down}${enter}`);
    expect(chosen).toBe('lambda-cdk');
  });

  it('for the store has the default of the template first', async () => {
    const stores = ['dynamodb', 'sqlite'] as const;
    expect(await ask(({ store }) => store(stores), enter)).toBe('dynamodb');
    expect(await ask(({ store }) => store(stores), `${down}${enter}`)).toBe('sqlite');
  });

  it('for the package manager begins with the one that runs it', async () => {
    expect(await ask(({ packageManager }) => packageManager('yarn'), enter)).toBe('yarn');
  });

  it('is broken off by Ctrl-C', async () => {
    await expect(ask(({ template }) => template(), ctrlC)).rejects.toThrow(Interrupted);
    await expect(ask(({ directory }) => directory('x'), ctrlC)).rejects.toThrow(Interrupted);
  });
});
