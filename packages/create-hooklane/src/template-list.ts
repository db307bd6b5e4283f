import type { LayerName } from './layers.ts';

/** Where subscriptions, events and results are kept. */
export type Store = 'sqlite' | 'dynamodb';

/** A kind of project. */
export interface Template {
  /** Whether it sends webhooks or receives them. */
  readonly kind: 'host' | 'receiver';
  /** In a question: where it runs. */
  readonly label: string;
  /** In its README. */
  readonly summary: string;
  /** Those it can work with, the default first; none where nothing is stored. */
  readonly stores: readonly Store[];
  /** Folders of `templates/`, where a file of a later one takes the place of an earlier one's. */
  layersFor(store: Store | undefined): readonly LayerName[];
}

const host: readonly LayerName[] = ['base', 'host'];
const receiver: readonly LayerName[] = ['base', 'receiver'];
const storeLayer = (store: Store | undefined): LayerName =>
  store === 'dynamodb' ? 'store-dynamodb' : 'store-sqlite';
const tableLayers = (store: Store | undefined): readonly LayerName[] =>
  store === 'dynamodb' ? ['dynamodb-table'] : [];

/** The templates, by the name that `--template` takes. */
export const templates = {
  local: {
    kind: 'host',
    label: 'On this machine only',
    summary: 'It runs in one process, on one machine.',
    stores: ['sqlite'],
    layersFor: () => [...host, 'local'],
  },
  'lambda-cdk': {
    kind: 'host',
    label: 'On Lambda, with the platform in AWS CDK',
    summary: 'Lanes run on Lambda; what they share is a stack of AWS CDK.',
    stores: ['dynamodb', 'sqlite'],
    layersFor: (store) => [
      ...host,
      'aws',
      storeLayer(store),
      'lambda',
      'lambda-cdk',
      store === 'dynamodb' ? 'lambda-cdk-table' : 'lambda-cdk-plain',
    ],
  },
  'lambda-sdk': {
    kind: 'host',
    label: 'On Lambda, provisioned by a script',
    summary: 'Lanes run on Lambda; a script provisions all of it.',
    stores: ['dynamodb', 'sqlite'],
    layersFor: (store) => [
      ...host,
      'aws',
      storeLayer(store),
      ...tableLayers(store),
      'lambda',
      'lambda-sdk',
    ],
  },
  'worker-docker': {
    kind: 'host',
    label: 'In Docker, as a worker on SQS',
    summary: 'Lanes are queues of SQS, which a worker in Docker works.',
    stores: ['sqlite', 'dynamodb'],
    layersFor: (store) => [
      ...host,
      'aws',
      storeLayer(store),
      ...tableLayers(store),
      'worker-docker',
    ],
  },
  'receiver-hono': {
    kind: 'receiver',
    label: 'Hono',
    summary: 'on Hono',
    stores: [],
    layersFor: () => [...receiver, 'receiver-hono'],
  },
  'receiver-express': {
    kind: 'receiver',
    label: 'Express',
    summary: 'on Express',
    stores: [],
    layersFor: () => [...receiver, 'receiver-express'],
  },
  'receiver-fastify': {
    kind: 'receiver',
    label: 'Fastify',
    summary: 'on Fastify',
    stores: [],
    layersFor: () => [...receiver, 'receiver-fastify'],
  },
  'receiver-lambda': {
    kind: 'receiver',
    label: 'Lambda',
    summary: 'on Lambda',
    stores: [],
    layersFor: () => [...receiver, 'receiver-lambda'],
  },
} as const satisfies Readonly<Record<string, Template>>;

/** What `--template` takes. */
export type TemplateName = keyof typeof templates;

/** The templates in their order. */
export const templateNames = Object.keys(templates) as readonly TemplateName[];

/** A template with one of its stores. */
export interface TemplateChoice {
  readonly template: TemplateName;
  readonly store?: Store;
}

/** Everything that can be made. */
export const templateChoices: readonly TemplateChoice[] = templateNames.flatMap((template) => {
  const { stores }: Template = templates[template];
  return stores.length === 0 ? [{ template }] : stores.map((store) => ({ template, store }));
});
