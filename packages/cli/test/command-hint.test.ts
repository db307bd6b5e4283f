import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inWordsOfCommands } from '../src/command-hint.ts';

const packages = fileURLToPath(new URL('../../', import.meta.url));
const callAdvice = /(?:Run|Call) [a-z]+[A-Z]\w*|force: true/;

/** Messages of the library that tell a program what to call. */
const messages = globSync('{core,queue,provisioner,local}/src/**/*.ts', { cwd: packages })
  // No command provisions alarms of a stage by themselves.
  .filter((path) => !path.endsWith('provision-alarms.ts'))
  .flatMap((path) => [...readFileSync(`${packages}/${path}`, 'utf8').matchAll(/^ +`(.*)`,?$/gm)])
  .flatMap(([, message = '']) => (callAdvice.test(message) ? [message] : []));

describe('inWordsOfCommands', () => {
  it('finds the messages that tell of functions', () => {
    expect(messages.length).toBeGreaterThanOrEqual(6);
  });

  it.each(messages)('names a command instead of a function: %s', (message) => {
    const told = inWordsOfCommands(message);
    expect(told).toMatch(/: hooklane |--force/);
    expect(told).not.toMatch(callAdvice);
  });

  it('leaves what names no function', () => {
    expect(inWordsOfCommands('The lane is not empty')).toBe('The lane is not empty');
  });
});
