/** How a package manager is spoken to. */
export interface PackageManager {
  /** Before the name of a script. */
  readonly run: string;
  readonly install: string;
  /** What it reads beside `package.json` when it installs: its lockfile, and what it is told. */
  readonly installFiles: readonly string[];
  /** In a Dockerfile on an image of Node: installs what the program needs, as the lockfile says. */
  readonly installProduction: string;
}

/** The package managers, by the name that `--package-manager` takes. */
export const packageManagers = {
  npm: {
    run: 'npm run',
    install: 'npm install',
    installFiles: ['package-lock.json'],
    installProduction: 'npm ci --omit=dev',
  },
  pnpm: {
    run: 'pnpm run',
    install: 'pnpm install',
    installFiles: ['pnpm-lock.yaml'],
    installProduction: 'npm install --global pnpm && pnpm install --prod --frozen-lockfile',
  },
  yarn: {
    run: 'yarn run',
    install: 'yarn install',
    installFiles: ['yarn.lock', '.yarnrc.yml'],
    // That of the image is Yarn 1, which reads no lockfile of a later one; Yarn 4 reads both.
    installProduction: 'npx -y @yarnpkg/cli-dist@4 workspaces focus --production',
  },
  bun: {
    run: 'bun run',
    install: 'bun install',
    installFiles: ['bun.lock'],
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
