// One sender, in a process of its own that stays warm.
import { answerParent } from '../kit/child.ts';
import { type CpuTime, cpuTimeOf } from '../kit/cpu-time.ts';
import type { CreateSender, Sender, Setting } from './setting.ts';

export type SenderQuestion =
  | {
      readonly kind: 'create';
      readonly file: string;
      readonly path: string;
      readonly setting: Setting;
    }
  /** {@link CpuTime} of so many hooks. */
  | { readonly kind: 'send'; readonly hooks: number };

let sender: Sender | undefined;

answerParent(async (question: SenderQuestion): Promise<CpuTime | undefined> => {
  switch (question.kind) {
    case 'create': {
      const { file, path, setting } = question;
      const { createSender } = (await import(`./senders/${file}.ts`)) as {
        readonly createSender: CreateSender;
      };
      sender = createSender(setting, path);
      return undefined;
    }
    case 'send':
      return sender && measure(sender, question.hooks);
    default:
      return question satisfies never;
  }
});

async function measure({ prepare, send, finish }: Sender, hooks: number): Promise<CpuTime> {
  prepare?.(hooks);
  let sent: CpuTime = { cpuMs: 0, wallMs: 0 };
  const { cpuMs } = await cpuTimeOf(async () => {
    sent = await cpuTimeOf(() => send(hooks));
    await finish?.();
  });
  return { cpuMs, wallMs: sent.wallMs };
}
