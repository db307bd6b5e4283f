import { basename, resolve } from 'node:path';
import type { Ask } from './ask.ts';
import type { CliFlags } from './cli-flags.ts';
import { dependenciesOf } from './manifest.ts';
import {
  detectPackageManager,
  type PackageManagerName,
  packageManagerNames,
} from './package-manager.ts';
import { parseProjectName } from './project-name.ts';
import {
  type Store,
  type Template,
  type TemplateChoice,
  type TemplateName,
  templateNames,
  templates,
} from './template-list.ts';
import { UsageError } from './usage-error.ts';

/** What is to be made, all of it decided. */
export interface Choices {
  /** Absolute. */
  readonly directory: string;
  readonly name: string;
  readonly choice: TemplateChoice;
  readonly packageManager: PackageManagerName;
}

/** Where choices come from that are not on the command line. */
export interface ChoiceSources {
  readonly cwd: string;
  /** `npm_config_user_agent`. */
  readonly userAgent: string | undefined;
  /** Asks a person; without one the defaults are taken. */
  readonly ask: Ask | undefined;
}

const defaultDirectory = 'my-webhooks';

/**
 * Decides what is to be made: by the flags, then by what a person says, then by the defaults.
 *
 * @throws UsageError for what does not go, or not together
 */
export async function resolveChoices(
  flags: CliFlags,
  { cwd, userAgent, ask }: ChoiceSources,
): Promise<Choices> {
  // First what is on the command line, so that nobody answers questions in vain.
  const given = checkFlags(flags);
  const directory = flags.directory ?? (await ask?.directory(defaultDirectory)) ?? defaultDirectory;
  const template = given.template ?? (await ask?.template()) ?? 'local';
  const { stores }: Template = templates[template];
  const store =
    checkStore(template, given.store) ??
    (stores.length > 1 ? await ask?.store(stores) : undefined) ??
    stores[0];
  const choice = { template, ...(store !== undefined && { store }) };
  const path = resolve(cwd, directory);
  const name = parseProjectName(flags.name ?? basename(path), {
    dependencies: dependenciesOf(choice),
  });
  const detected = detectPackageManager(userAgent);
  const packageManager = given.packageManager ?? (await ask?.packageManager(detected)) ?? detected;
  return { directory: path, name, choice, packageManager };
}

interface CheckedFlags {
  readonly template: TemplateName | undefined;
  readonly store: Store | undefined;
  readonly packageManager: PackageManagerName | undefined;
}

function checkFlags(flags: CliFlags): CheckedFlags {
  const template = oneOf('--template', flags.template, templateNames);
  const store = oneOf<Store>('--store', flags.store, ['sqlite', 'dynamodb']);
  if (template !== undefined) checkStore(template, store);
  const packageManager = oneOf('--package-manager', flags.packageManager, packageManagerNames);
  return { template, store, packageManager };
}

function oneOf<Value extends string>(
  flag: string,
  value: string | undefined,
  values: readonly Value[],
): Value | undefined {
  if (value === undefined) return undefined;
  const known = values.find((one) => one === value);
  if (known !== undefined) return known;
  throw new UsageError(`${flag} must be one of ${values.join(', ')}. Received: ${value}`);
}

function checkStore(template: TemplateName, store: Store | undefined): Store | undefined {
  const { kind, stores }: Template = templates[template];
  if (store === undefined || stores.includes(store)) return store;
  if (kind === 'receiver') {
    throw new UsageError(
      `--store is for projects that send webhooks: leave it out with --template ${template}`,
    );
  }
  const others = templateNames.filter((name) =>
    (templates[name].stores as readonly Store[]).includes(store),
  );
  throw new UsageError(
    `--store ${store} does not go with --template ${template}: take --store ${stores.join(' or ')}, or --template ${others.join(', ')}`,
  );
}
