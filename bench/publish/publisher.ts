// One publisher, in a process of its own that stays warm.
import { answerParent } from '../kit/child.ts';
import { type CpuTime, cpuTimeOf } from '../kit/cpu-time.ts';
import { makeHooks } from './hooks.ts';
import type { CreatePublisher, Publisher, Setting } from './setting.ts';

export type PublisherQuestion =
  | { readonly kind: 'create'; readonly file: string; readonly setting: Setting }
  /** {@link Published} of so many hooks. */
  | { readonly kind: 'publish'; readonly hooks: number };

/** What it took, and the ids of the hooks. */
export interface Published extends CpuTime {
  readonly ids: readonly string[];
}

let publisher: Publisher | undefined;
let kilobytes = 0;

answerParent(async (question: PublisherQuestion): Promise<Published | undefined> => {
  switch (question.kind) {
    case 'create': {
      const { file, setting } = question;
      const { createPublisher } = (await import(`./publishers/${file}.ts`)) as {
        readonly createPublisher: CreatePublisher;
      };
      kilobytes = setting.kilobytes;
      publisher = createPublisher(setting);
      return undefined;
    }
    case 'publish':
      return publisher && publish(publisher, question.hooks);
    default:
      return question satisfies never;
  }
});

async function publish({ prepare, publish: send }: Publisher, count: number): Promise<Published> {
  const hooks = makeHooks(count, kilobytes);
  prepare(hooks);
  const time = await cpuTimeOf(send);
  return { ...time, ids: hooks.map(({ id = '' }) => id) };
}
