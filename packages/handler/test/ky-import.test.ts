import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = `
  import { registerHooks } from 'node:module';
  const asked = new Set();
  registerHooks({ resolve: (specifier, context, next) => (asked.add(specifier), next(specifier, context)) });
  await import(process.argv[1]);
  console.log(['ky', 'undici'].filter((name) => asked.has(name)).join(' '));
`;

it.each([
  ['@hooklane/handler', ''],
  ['@hooklane/handler/ky', 'ky undici'],
])('importing %s loads of ky and undici: %j', async (entry, loaded) => {
  const args = ['--conditions=@hooklane/source', '--input-type=module', '--eval', program, entry];
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
  expect(stdout.trim()).toBe(loaded);
});
