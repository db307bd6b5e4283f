/** How a package manager is spoken to. */
export interface PackageManager {
  /** Before the name of a script. */
  readonly run: string;
  readonly install: string;
  readonly lockfile: string;
  /** In a Dockerfile on an image of Node: installs what the program needs, as the lockfile says. */
  readonly installProduction: string;
}

/** The package managers, by the name that `--package-manager` takes. */
export const packageManagers = {
  npm: {
    run: 'npm run',
    install: 'npm install',
    lockfile: 'package-lock.json',
    installProduction: 'npm ci --omit=dev',
  },
  pnpm: {
    run: 'pnpm run',
    install: 'pnpm install',
    lockfile: 'pnpm-lock.yaml',
    installProduction: 'npm install --global pnpm && pnpm install --prod --frozen-lockfile',
  },
  yarn: {
    run: 'yarn run',
    install: 'yarn install',
    lockfile: 'yarn.lock',
    installProduction: 'yarn install --production --frozen-lockfile',
  },
  bun: {
    run: 'bun run',
    install: 'bun install',
    lockfile: 'bun.lock',
    installProduction: 'npm install --global bun && bun install --production --frozen-lockfile',
  },
} as const satisfies Readonly<Record<string, PackageManager>>;

/** What `--package-manager` takes. */
export type PackageManagerName = keyof typeof packageManagers;

export const packageManagerNames = Object.keys(packageManagers) as readonly PackageManagerName[];

/** Tells by `npm_config_user_agent`, which each of them sets, who runs this: npm when it is nobody known. */
export function detectPackageManager(userAgent: string | undefined): PackageManagerName {
  const [name] = userAgent?.split('/', 1) ?? [];
  return packageManagerNames.find((known) => known === name) ?? 'npm';
}
