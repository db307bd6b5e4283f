import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../test/run-command.ts';
import { type Ask, Interrupted } from '../src/ask.ts';
import { runCreate } from '../src/create-project.ts';
import { readOwnVersion } from '../src/own-version.ts';
import { templateChoices } from '../src/template-list.ts';
import { createFakeHost } from './support/fake-host.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

const offline = ['--no-install', '--no-git'];

describe('create-hooklane', () => {
  it('makes a project and says which commands come next', async () => {
    const host = createFakeHost(makeTemporaryDirectory());
    expect(await runCreate(['shop', ...offline], host)).toBe(0);
    const manifest = JSON.parse(readFileSync(join(host.cwd, 'shop/package.json'), 'utf8'));
    expect(manifest.dependencies['@hooklane/local']).toBe(`^${readOwnVersion()}`);
    expect(host.written).toMatch(/^\nMade shop, local on sqlite: \d+ files in shop\n/);
    expect(host.written).toContain('\n  cd shop\n  npm install\n  npm run demo\n  npm run check\n');
    expect(host.errors).toBe('');
  });

  it('makes it in this directory', async () => {
    const host = createFakeHost(makeTemporaryDirectory());
    expect(await runCreate(['.', '--name', 'shop', ...offline], host)).toBe(0);
    expect(readdirSync(host.cwd)).toContain('package.json');
    expect(host.written).toContain('files in this directory\n');
    expect(host.written).not.toContain('cd ');
  });

  it('refuses a directory that is not empty, and writes nothing', async () => {
    const host = createFakeHost(makeTemporaryDirectory());
    writeFileSync(join(host.cwd, 'mine.txt'), '');
    expect(await runCreate(['.', '--name', 'shop', ...offline], host)).toBe(2);
    expect(readdirSync(host.cwd)).toEqual(['mine.txt']);
    expect(host.errors).toMatch(/^\S+ is not empty: mine\.txt\. .*\n$/);
  });

  it('writes beside what is there when it has to', async () => {
    const host = createFakeHost(makeTemporaryDirectory());
    writeFileSync(join(host.cwd, 'mine.txt'), '');
    expect(await runCreate(['.', '--name', 'shop', '--force', ...offline], host)).toBe(0);
    expect(readdirSync(host.cwd)).toEqual(expect.arrayContaining(['mine.txt', 'package.json']));
  });

  it('commits nothing where it wrote beside files of others, which may be secrets', async () => {
    const host = createFakeHost(makeTemporaryDirectory());
    writeFileSync(join(host.cwd, 'credentials.json'), '');
    const args = ['.', '--name', 'shop', '--force', '--no-install'];
    expect(await runCreate(args, host)).toBe(0);
    expect(host.written).toContain(
      'It is a git repository without a commit: there were files before. Look at what you commit\n',
    );
    const status = await runCommand('git', ['status', '--porcelain'], host.cwd);
    expect(status).toContain('?? credentials.json\n');
  });

  it('says in one line what is wrong', async () => {
    const host = createFakeHost(makeTemporaryDirectory());
    expect(await runCreate(['--store', 'redis'], host)).toBe(2);
    expect(host.errors).toBe('--store must be one of sqlite, dynamodb. Received: redis\n');
    expect(readdirSync(host.cwd)).toEqual([]);
  });

  it('says in one line what the file system has against it', async () => {
    const host = createFakeHost(makeTemporaryDirectory());
    writeFileSync(join(host.cwd, 'file'), '');
    expect(await runCreate(['file/shop', ...offline], host)).toBe(2);
    expect(host.errors).toMatch(/^E(NOTDIR|EXIST): .*file\S*'\n$/);
    expect(readdirSync(host.cwd)).toEqual(['file']);
  });

  it('asks nothing with --yes', async () => {
    const ask = new Proxy({} as Ask, {
      get: (_, question) => () => Promise.reject(new Error(`asked ${String(question)}`)),
    });
    const host = createFakeHost(makeTemporaryDirectory(), { ask });
    expect(await runCreate(['--yes', ...offline], host)).toBe(0);
    expect(existsSync(join(host.cwd, 'my-webhooks/package.json'))).toBe(true);
  });

  it('writes nothing when a question is broken off', async () => {
    const broken = (): Promise<never> => Promise.reject(new Interrupted());
    const ask: Ask = {
      directory: async () => 'shop',
      template: async () => 'local',
      store: broken,
      packageManager: broken,
    };
    const host = createFakeHost(makeTemporaryDirectory(), { ask });
    expect(await runCreate([], host)).toBe(130);
    expect(readdirSync(host.cwd)).toEqual([]);
    expect(host.errors).toBe('Interrupted: nothing was written\n');
  });

  it('lists everything that can be made, with the arguments that make it', async () => {
    const host = createFakeHost(makeTemporaryDirectory());
    expect(await runCreate(['--list-templates'], host)).toBe(0);
    const listed: readonly { readonly args: readonly string[] }[] = JSON.parse(host.written);
    expect(listed).toMatchObject(templateChoices);
    expect(listed[1]?.args).toEqual(['--template', 'lambda-cdk', '--store', 'dynamodb']);
  });

  it.each(['--help', '-h'])('helps with %s', async (flag) => {
    const host = createFakeHost(makeTemporaryDirectory());
    expect(await runCreate([flag], host)).toBe(0);
    for (const { template } of templateChoices) expect(host.written).toContain(`  ${template} `);
  });
});
