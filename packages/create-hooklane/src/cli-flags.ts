import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

/** What was said on the command line, not yet judged. */
export interface CliFlags {
  readonly directory: string | undefined;
  readonly template: string | undefined;
  readonly store: string | undefined;
  readonly name: string | undefined;
  readonly packageManager: string | undefined;
  readonly yes: boolean;
  readonly git: boolean;
  readonly install: boolean;
  readonly force: boolean;
  readonly listTemplates: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

const options = {
  template: { type: 'string', short: 't' },
  store: { type: 'string' },
  name: { type: 'string' },
  'package-manager': { type: 'string' },
  yes: { type: 'boolean', short: 'y', default: false },
  git: { type: 'boolean', default: true },
  install: { type: 'boolean', default: true },
  force: { type: 'boolean', default: false },
  'list-templates': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const;

/**
 * Reads the command line.
 *
 * @throws UsageError for what it does not know
 */
export function parseFlags(args: readonly string[]): CliFlags {
  const { values, positionals } = readArgs(args);
  const [directory, ...others] = positionals;
  if (others.length > 0) {
    throw new UsageError(`There is one directory. Received: ${positionals.join(' ')}`);
  }
  const {
    'package-manager': packageManager,
    'list-templates': listTemplates,
    template,
    store,
    name,
    ...switches
  } = values;
  return { directory, packageManager, listTemplates, template, store, name, ...switches };
}

function readArgs(args: readonly string[]) {
  // npm takes a `--` away, and others hand it on.
  const own = args.filter((argument) => argument !== '--');
  try {
    return parseArgs({ args: own, options, allowPositionals: true, allowNegative: true });
  } catch (error) {
    const isWrongUse =
      error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
    if (!isWrongUse) throw error;
    const [what = ''] = error.message.split('. To specify', 1);
    throw new UsageError(`${what}. --help says what there is`, { cause: error });
  }
}
