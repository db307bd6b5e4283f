import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runPnpm } from '../scripts/release/run-pnpm.ts';
import { productionClosure } from './lockfile.ts';
import { compareText, manifests, packages, readText, root } from './workspace.ts';

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly purl: string } };
  readonly components: readonly { readonly purl: string }[];
}

/** `pkg:npm/%40hooklane/core@0.1.0` as `@hooklane/core@0.1.0`. */
function nameOf({ purl }: { readonly purl: string }): string {
  return decodeURIComponent(purl.replace('pkg:npm/', ''));
}

describe('the bills of materials', () => {
  const directory = mkdtempSync(join(tmpdir(), 'hooklane-sbom-'));

  beforeAll(async () => {
    // The script that the release runs, writing elsewhere.
    const { sbom = '' } = manifests.get('package.json')?.scripts ?? {};
    const [command, ...args] = sbom.replaceAll("'", '').split(' ');
    expect([command, args.at(-1)]).toEqual(['pnpm', '.hooklane/release/sbom/%s.cdx.json']);
    await runPnpm([...args.slice(0, -1), join(directory, '%s.cdx.json')], root);
  }, 30_000);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function billOf(name: string): Bill {
    const file = `${name.replace('@', '').replace('/', '-')}.cdx.json`;
    return JSON.parse(readFileSync(join(directory, file), 'utf8'));
  }

  it.each(packages)(
    'name what $path brings with it, as the lockfile has it',
    ({ path, manifest }) => {
      const bill = billOf(manifest.name);
      expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', '1.6']);
      expect(nameOf(bill.metadata.component)).toBe(`${manifest.name}@${manifest.version}`);
      const listed = bill.components.map(nameOf).toSorted(compareText);
      expect(listed).toEqual(productionClosure(readText('pnpm-lock.yaml'), path));
    },
  );
});
