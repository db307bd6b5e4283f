import { describe, expect, it } from 'vitest';
import { compareText, manifests, packages, readText } from './workspace.ts';

/** Version parts of a lower bound such as `>=22.16`. */
function floorOf(range: string): readonly number[] {
  const [, version = ''] = /^>=(\d+(?:\.\d+)*)$/.exec(range) ?? [];
  if (version === '') throw new Error(`No lower bound: ${range}`);
  return version.split('.').map(Number);
}

function isAtLeast(version: readonly number[], floor: readonly number[]): boolean {
  const at = floor.findIndex((part, index) => part !== (version[index] ?? 0));
  return at === -1 || (version[at] ?? 0) > (floor[at] ?? 0);
}

function enginesOf(path: string): string {
  return JSON.parse(readText(`${path}/package.json`)).engines?.node ?? '';
}

describe('changesets', () => {
  const config = JSON.parse(readText('.changeset/config.json'));
  const published = packages.map(({ manifest }) => manifest.name).toSorted(compareText);

  it('release all published packages together', () => {
    expect(config.fixed).toEqual([published]);
  });

  it('release no example', () => {
    const examples = [...manifests].filter(([path]) => path.startsWith('examples/'));
    expect(examples.length).toBeGreaterThan(0);
    const open = examples.filter(([, { name }]) => !name.startsWith('@hooklane/example-'));
    expect(open).toEqual([]);
    expect(config.ignore).toEqual(['@hooklane/example-*']);
  });
});

describe('the version of Node that a package asks for', () => {
  it.each(packages)(
    'is 22 or newer, and less than what the workspace runs on: $path',
    ({ path }) => {
      const floor = floorOf(enginesOf(path));
      expect(floor[0]).toBe(22);
      expect(isAtLeast(process.versions.node.split('.').map(Number), floor)).toBe(true);
    },
  );

  it.each(packages)(
    'is not less than what its own dependencies ask for: $path',
    ({ path, manifest }) => {
      const own = floorOf(enginesOf(path));
      const lower = packages.filter(
        (other) =>
          other.manifest.name in (manifest.dependencies ?? {}) &&
          !isAtLeast(own, floorOf(enginesOf(other.path))),
      );
      expect(lower.map(({ name }) => name)).toEqual([]);
    },
  );
});

describe('a package', () => {
  it.each(packages)('is checked before it is published: $path', ({ manifest }) => {
    const { 'check:package': check = '' } = manifest.scripts ?? {};
    expect(check).toContain('publint --strict');
    // What has types is looked at as its users would resolve it.
    if (manifest.exports?.['.'] !== undefined) expect(check).toContain('attw --pack .');
  });

  it.each(packages)('brings its licence and its README: $path', ({ path, manifest }) => {
    expect(JSON.parse(readText(`${path}/package.json`)).license).toBe('MIT');
    expect(manifest.files).toContainEqual(expect.stringMatching(/^dist/));
    expect(readText(`${path}/README.md`)).toMatch(/^# \S/);
  });
});
