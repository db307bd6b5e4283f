import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { complaintAboutNode, nodeRange } from '../src/node-version.ts';

describe('a version of Node', () => {
  it.each(['22.18.0', '22.21.1', '23.6.0', '24.0.0', '26.1.0'])('will do: %s', (version) => {
    expect(complaintAboutNode(version)).toBeUndefined();
  });

  it.each(['18.20.8', '20.20.2', '22.17.1', '23.5.0'])('is too old: %s', (version) => {
    expect(complaintAboutNode(version)).toBe(
      `This needs Node 22.18 or newer, which runs TypeScript as it is. You have ${version}: install Node 24`,
    );
  });

  it('is wanted by the package as by the projects that it makes', () => {
    expect(manifest.engines.node).toBe(nodeRange);
  });
});
