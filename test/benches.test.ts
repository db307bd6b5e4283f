import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benches } from '../bench/benches.ts';
import { readText } from './workspace.ts';

const scriptsOf = (path: string): Readonly<Record<string, string>> =>
  JSON.parse(readText(path)).scripts;

describe.each(benches)('the benchmark %s', (name) => {
  it('runs by its name', () => {
    expect(existsSync(new URL(`../bench/${name}/main.ts`, import.meta.url))).toBe(true);
    expect(scriptsOf('package.json')[`bench:${name}`]).toBe(
      `pnpm run bench:install && pnpm -C bench run ${name}`,
    );
    expect(scriptsOf('bench/package.json')[name]).toMatch(new RegExp(` ${name}/main\\.ts$`));
  });

  it('has a place for its figures in the document', () => {
    const text = readText('docs/benchmarks.md');
    expect(text.split(`<!-- bench:${name} -->`)).toHaveLength(2);
    expect(text.split(`<!-- /bench:${name} -->`)).toHaveLength(2);
  });
});
