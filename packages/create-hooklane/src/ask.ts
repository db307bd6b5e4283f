import type { Readable, Writable } from 'node:stream';
import { select, text } from '@clack/prompts';
import { type PackageManagerName, packageManagerNames } from './package-manager.ts';
import { type Store, type TemplateName, templateNames, templates } from './template-list.ts';

/** Asks a person at a terminal. */
export interface Ask {
  directory(suggested: string): Promise<string>;
  template(): Promise<TemplateName>;
  store(stores: readonly Store[]): Promise<Store>;
  packageManager(detected: PackageManagerName): Promise<PackageManagerName>;
}

/** A person broke off a question. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const storeLabels: Readonly<Record<Store, string>> = {
  sqlite: 'SQLite: a file, on one machine',
  dynamodb: 'DynamoDB: for any number of machines',
};

/** The two directions of a terminal. */
export interface TerminalStreams {
  readonly input: Readable;
  readonly output: Writable;
}

/** Makes what asks at a terminal, by default that of this process. Its methods throw {@link Interrupted}. */
export function createAsk(
  streams: TerminalStreams = { input: process.stdin, output: process.stdout },
): Ask {
  const choose = async <Value extends string>(
    message: string,
    options: readonly { readonly value: Value; readonly label: string }[],
    initialValue?: Value,
  ): Promise<Value> => {
    const first = initialValue !== undefined && { initialValue };
    const chosen = await select<string>({ message, options: [...options], ...first, ...streams });
    return answerOf(chosen) as Value;
  };
  return {
    directory: async (suggested) =>
      answerOf(
        await text({
          message: 'Where shall the project be?',
          placeholder: suggested,
          defaultValue: suggested,
          ...streams,
        }),
      ),
    template: async () => {
      const kind = await choose<'host' | 'receiver'>('What shall it do with webhooks?', [
        { value: 'host', label: 'Send them, through a lane for each partner' },
        { value: 'receiver', label: 'Receive them' },
      ]);
      const names = templateNames.filter((name) => templates[name].kind === kind);
      return choose(
        kind === 'host' ? 'Where shall it run?' : 'On what shall it run?',
        names.map((value) => ({ value, label: templates[value].label })),
      );
    },
    store: (stores) =>
      choose(
        'Where shall it keep subscriptions, events and results?',
        stores.map((value) => ({ value, label: storeLabels[value] })),
      ),
    packageManager: (detected) =>
      choose(
        'Which package manager shall it use?',
        packageManagerNames.map((value) => ({ value, label: value })),
        detected,
      ),
  };
}

function answerOf(answer: string | symbol): string {
  if (typeof answer === 'string') return answer;
  throw new Interrupted();
}
