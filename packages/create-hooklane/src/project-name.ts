import { UsageError } from './usage-error.ts';

// What npm takes for a package that is new and has no scope (validate-npm-package-name).
const longest = 214;
const namePattern = /^[a-z0-9][a-z0-9._-]*$/;
const reserved = new Set(['node_modules', 'favicon.ico']);

/**
 * Checks the name of a project, which is that of its package.
 *
 * @throws UsageError with a name that would do
 */
export function parseProjectName(
  name: string,
  { dependencies }: { readonly dependencies: readonly string[] },
): string {
  if (dependencies.includes(name)) {
    throw new UsageError(
      `${name} is a package that the project depends on, and npm installs none under its own name. Try --name my-${name}`,
    );
  }
  if (namePattern.test(name) && name.length <= longest && !reserved.has(name)) return name;
  throw new UsageError(
    `${JSON.stringify(name)} cannot be the name of a package: 1 to ${longest} of a-z, 0-9, ".", "_" and "-", beginning with a letter or a digit. Try --name ${nameLike(name)}`,
  );
}

function nameLike(name: string): string {
  const likely = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, longest);
  return likely === '' || reserved.has(likely) ? 'my-webhooks' : likely;
}
