import { describe, expect, it } from 'vitest';
import type { Ask } from '../src/ask.ts';
import { type Choices, resolveChoices } from '../src/choices.ts';
import { parseFlags } from '../src/cli-flags.ts';

interface Told {
  readonly ask?: Ask;
  readonly userAgent?: string;
}

function choose(args: readonly string[], { ask, userAgent }: Told = {}): Promise<Choices> {
  return resolveChoices(parseFlags(args), { cwd: '/projects', ask, userAgent });
}

/** Answers each question, and remembers which there were. */
function createAnswers(): { readonly ask: Ask; readonly asked: string[] } {
  const asked: string[] = [];
  const answer =
    <Value>(question: string, value: Value) =>
    async (): Promise<Value> => {
      asked.push(question);
      return value;
    };
  const ask: Ask = {
    directory: answer('directory', 'shop'),
    template: answer('template', 'lambda-cdk'),
    store: answer('store', 'sqlite'),
    packageManager: answer('packageManager', 'pnpm'),
  };
  return { ask, asked };
}

describe('what is made', () => {
  it('is by default local, on SQLite, with npm', async () => {
    expect(await choose([])).toEqual({
      directory: '/projects/my-webhooks',
      name: 'my-webhooks',
      choice: { template: 'local', store: 'sqlite' },
      packageManager: 'npm',
    });
  });

  it('is by the flags', async () => {
    const args = '../x --name y --template lambda-sdk --store sqlite --package-manager bun';
    expect(await choose(args.split(' '))).toEqual({
      directory: '/x',
      name: 'y',
      choice: { template: 'lambda-sdk', store: 'sqlite' },
      packageManager: 'bun',
    });
  });

  it.each([
    ['local', 'sqlite'],
    ['lambda-cdk', 'dynamodb'],
    ['lambda-sdk', 'dynamodb'],
    ['worker-docker', 'sqlite'],
    ['receiver-hono', undefined],
  ])('has for %s by default the store %s', async (template, store) => {
    expect((await choose(['--template', template])).choice.store).toBe(store);
  });

  it('uses the package manager that runs it', async () => {
    expect(await choose([], { userAgent: 'pnpm/12.21.0 npm/? node/v24.21.0' })).toMatchObject({
      packageManager: 'pnpm',
    });
  });

  it('takes its name from the directory', async () => {
    expect(await choose(['deep/shop'])).toMatchObject({ name: 'shop' });
    expect(await choose(['.'])).toMatchObject({ name: 'projects' });
  });

  it('is as a person answers', async () => {
    const { ask, asked } = createAnswers();
    expect(await choose([], { ask })).toEqual({
      directory: '/projects/shop',
      name: 'shop',
      choice: { template: 'lambda-cdk', store: 'sqlite' },
      packageManager: 'pnpm',
    });
    expect(asked).toEqual(['directory', 'template', 'store', 'packageManager']);
  });

  it('is asked for where no flag says it, and more than one would do', async () => {
    const { ask, asked } = createAnswers();
    await choose(['x', '--template', 'local', '--package-manager', 'npm'], { ask });
    expect(asked).toEqual([]);
  });
});

describe('the command line', () => {
  it('may have the `--` that npm wants, whoever hands it on', async () => {
    expect(await choose(['x', '--', '--template', 'receiver-hono'])).toMatchObject({
      name: 'x',
      choice: { template: 'receiver-hono' },
    });
  });
});

describe('what does not go', () => {
  it.each([
    ['--template nope', '--template must be one of local, lambda-cdk, lambda-sdk, worker-docker,'],
    ['--store redis', '--store must be one of sqlite, dynamodb. Received: redis'],
    ['--package-manager deno', '--package-manager must be one of npm, pnpm, yarn, bun. Received'],
    [
      '--template local --store dynamodb',
      '--store dynamodb does not go with --template local: take --store sqlite, or --template lambda-cdk, lambda-sdk, worker-docker',
    ],
    [
      '--template receiver-hono --store sqlite',
      '--store is for projects that send webhooks: leave it out with --template receiver-hono',
    ],
    ['My-App', 'Try --name my-app'],
    ['one two', 'There is one directory. Received: one two'],
    ['--nope', "Unknown option '--nope'. --help says what there is"],
    ['--template', 'argument missing. --help says what there is'],
  ])('is refused: %s', async (args, message) => {
    await expect(async () => choose(args.split(' '))).rejects.toThrow(message);
  });

  it('is refused before anybody is asked', async () => {
    const { ask, asked } = createAnswers();
    await expect(choose(['--store', 'redis'], { ask })).rejects.toThrow('--store');
    expect(asked).toEqual([]);
  });
});
