import type { ThirdParty } from './third-party-versions.ts';

/** A package that a project depends on. */
export type Dependency = ThirdParty | `@hooklane/${string}`;

/** What a folder of `templates/` brings to a project beside its files. */
export interface Layer {
  readonly dependencies?: readonly Dependency[];
  readonly devDependencies?: readonly Dependency[];
  /** Command, and what it does, by the name of the script. */
  readonly scripts?: Readonly<Record<string, readonly [command: string, about: string]>>;
}

// Up to 22.x Node says that running TypeScript is an experiment, and up to 24.x that SQLite is.
const node = 'node --disable-warning=ExperimentalWarning';
const nodeWithEnv = 'node --env-file-if-exists=.env --disable-warning=ExperimentalWarning';

/** The folders of `templates/`, by name. */
export const layers = {
  base: {
    devDependencies: ['@biomejs/biome', '@types/node', 'typescript', 'vitest'],
    scripts: {
      test: ['vitest run', 'runs the tests'],
      lint: ['biome check .', 'checks format and style'],
      'lint:fix': ['biome check --write .', 'mends what it can'],
      typecheck: ['tsc', 'checks the types'],
      check: ['{{run}} lint && {{run}} typecheck && {{run}} test', 'all three, for CI'],
    },
  },
  host: {
    dependencies: ['@hooklane/subscriptions'],
    devDependencies: ['@hooklane/local', '@hooklane/receiver'],
    scripts: {
      start: [`${node} src/main.ts`, 'the demo, which ends by itself'],
      demo: [`${node} src/main.ts`, 'the same'],
      dev: [`${node} --watch src/main.ts`, 'the demo, again after each change'],
    },
  },
  local: { dependencies: ['@hooklane/local', '@hooklane/receiver'] },
  aws: {
    dependencies: ['@hooklane/core', '@hooklane/queue', '@hooklane/subscriptions'],
    scripts: {
      'publish-event': [
        `${nodeWithEnv} scripts/publish-event.ts`,
        'subscribes acme with a URL, and publishes an event, on AWS',
      ],
    },
  },
  'store-sqlite': {},
  'store-dynamodb': { dependencies: ['@aws-sdk/client-dynamodb'] },
  'dynamodb-table': {
    scripts: {
      'create-table': [`${nodeWithEnv} scripts/create-table.ts`, 'makes the table of the store'],
    },
  },
  lambda: {
    dependencies: ['@aws-sdk/client-sqs', '@hooklane/handler', '@hooklane/provisioner'],
    scripts: {
      results: [`${nodeWithEnv} scripts/results.ts`, 'stores results, until Ctrl-C'],
    },
  },
  'lambda-sdk': {
    scripts: {
      'provision-platform': [
        `${nodeWithEnv} scripts/provision-platform.ts`,
        'brings what all lanes share to where it is to be',
      ],
      provision: [
        `${nodeWithEnv} scripts/provision-partners.ts`,
        'brings the lanes to where they are to be',
      ],
    },
  },
  'lambda-cdk': {
    dependencies: ['@hooklane/cdk', 'aws-cdk-lib', 'constructs'],
    devDependencies: ['aws-cdk'],
    scripts: {
      synth: ['cdk synth', 'writes the template of the platform'],
      deploy: ['cdk deploy', 'deploys the platform'],
      provision: [
        `${nodeWithEnv} scripts/provision-partners.ts`,
        'brings the lanes to where they are to be',
      ],
    },
  },
  'lambda-cdk-plain': {},
  'lambda-cdk-table': {},
  'worker-docker': {
    dependencies: ['@hooklane/handler', '@hooklane/provisioner', '@hooklane/signature'],
    devDependencies: ['fauxqs'],
    scripts: {
      worker: [`${nodeWithEnv} src/worker.ts`, 'works the lanes here, as the container does'],
      'make-secret': [`${node} scripts/make-secret.ts`, 'makes a secret for a partner'],
    },
  },
  receiver: {
    dependencies: ['@hooklane/receiver', 'zod'],
    devDependencies: ['@hooklane/local', '@hooklane/signature'],
    scripts: {
      start: [`${nodeWithEnv} src/main.ts`, 'serves webhooks, until Ctrl-C'],
      dev: [`${nodeWithEnv} --watch src/main.ts`, 'the same, again after each change'],
      demo: [`${node} demo/main.ts`, 'sends it a webhook, and ends by itself'],
    },
  },
  'receiver-hono': { dependencies: ['@hono/node-server', 'hono'] },
  'receiver-express': { dependencies: ['express'], devDependencies: ['@types/express'] },
  'receiver-fastify': { dependencies: ['fastify'] },
  'receiver-lambda': {
    dependencies: ['@aws-sdk/client-dynamodb'],
    devDependencies: ['esbuild'],
    scripts: {
      build: [
        'esbuild src/handler.ts --bundle --platform=node --target=node24 --format=esm --external:@aws-sdk/* --outfile=dist/index.mjs',
        'writes the function, dist/index.mjs',
      ],
    },
  },
} as const satisfies Readonly<Record<string, Layer>>;

/** The name of a folder of `templates/`. */
export type LayerName = keyof typeof layers;
