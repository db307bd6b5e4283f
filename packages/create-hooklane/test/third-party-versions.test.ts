import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Layer, layers } from '../src/layers.ts';
import { thirdPartyVersions } from '../src/third-party-versions.ts';

const workspace = readFileSync(new URL('../../../pnpm-workspace.yaml', import.meta.url), 'utf8');
const names = Object.values(layers).flatMap(
  ({ dependencies = [], devDependencies = [] }: Layer) => [...dependencies, ...devDependencies],
);

describe('the versions of projects', () => {
  it.each(Object.entries(thirdPartyVersions))(
    'have %s as the workspace has it',
    (name, version) => {
      const [, inCatalog] = new RegExp(`^ {2}"?${name}"?: (\\S+)$`, 'm').exec(workspace) ?? [];
      expect(version).toBe(inCatalog);
    },
  );

  it('are of packages that some project has', () => {
    const unused = Object.keys(thirdPartyVersions).filter(
      (name) => !names.some((used) => used === name),
    );
    expect(unused).toEqual([]);
  });
});
