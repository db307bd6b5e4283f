import { describe, expect, it } from 'vitest';
import { detectPackageManager } from '../src/package-manager.ts';

describe('the package manager', () => {
  it.each([
    ['npm/11.6.1 node/v24.21.0 linux x64 workspaces/false', 'npm'],
    ['pnpm/12.21.0 npm/? node/v24.21.0 linux x64', 'pnpm'],
    ['yarn/1.22.22 npm/? node/v24.21.0 linux x64', 'yarn'],
    ['bun/1.3.1 npm/? node/v24.3.0 linux x64', 'bun'],
    ['cnpm/9.4.0 npminstall/7.12.0', 'npm'],
    ['', 'npm'],
    [undefined, 'npm'],
  ])('that runs as %j is %s', (userAgent, name) => {
    expect(detectPackageManager(userAgent)).toBe(name);
  });
});
