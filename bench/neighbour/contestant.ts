import { type Remote, startMethods } from '../kit/methods.ts';
import type { PartnerMethods, Receipts } from '../kit/partner-process.ts';
import type { Published, SenderMethods } from './sender-process.ts';
import { hangingPartner, type Kind, traffic } from './traffic.ts';

/** A contestant at work: its sender and its partners, a process each. */
export interface Contestant {
  readonly kind: Kind;
  readonly sender: Remote<SenderMethods>;
  readonly partners: Remote<PartnerMethods>;
}

/** What the healthy partners of a contestant saw. */
export interface Seen {
  readonly published: readonly Published[];
  readonly receipts: readonly Receipts[];
  /** When it was looked at, in milliseconds since the epoch. */
  readonly at: number;
}

const answerMs = Array.from({ length: traffic.partners }, (_, partner) =>
  partner === hangingPartner ? traffic.hangMs : 0,
);

/** Starts the processes of a contestant, and the code in them with pings to the healthy partners. */
export async function openContestant(kind: Kind, secret: string): Promise<Contestant> {
  const partners = startMethods<PartnerMethods>(
    new URL('../kit/partner-process.ts', import.meta.url),
  );
  const sender = startMethods<SenderMethods>(new URL('./sender-process.ts', import.meta.url));
  const urls = await partners.ask('open', { answerMs, secret });
  await sender.ask('open', { kind, urls, secret });
  await sender.ask('publish', {
    type: 'ping',
    seconds: traffic.warmUpSeconds,
    withHanging: false,
  });
  return { kind, sender, partners };
}

/** Ids of all hooks that are in its queues. */
export async function queuedIds({ sender }: Contestant): Promise<ReadonlySet<string>> {
  const bodies = await sender.ask('queued', undefined);
  return new Set(bodies.map((body) => (JSON.parse(body) as { readonly id: string }).id));
}
