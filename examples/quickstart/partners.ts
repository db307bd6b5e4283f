import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PartnerCounts, PartnerReply, PartnerRequest } from './partner-servers.ts';

/** The partners' process, as the demo sees it. */
export interface Partners extends Disposable {
  urlOf(partnerId: string): string;
  /** Hands out the secrets that the partners verify with. */
  setSecrets(secrets: Readonly<Record<string, string>>): void;
  /** Starts the clock of those that fail for a while. */
  begin(): void;
  counts(): Promise<readonly PartnerCounts[]>;
  /** The counts together with the ids of the hooks that each partner has. */
  receipts(): Promise<Pick<Extract<PartnerReply, { kind: 'receipts' }>, 'counts' | 'receipts'>>;
}

/** Starts the partners' process and waits until all of them listen. */
export async function startPartners(): Promise<Partners> {
  const child = fork(fileURLToPath(new URL('./partner-servers.ts', import.meta.url)));
  const ask = (request: PartnerRequest): void => {
    child.send(request);
  };
  const answer = async <Kind extends PartnerReply['kind']>(
    kind: Kind,
  ): Promise<Extract<PartnerReply, { kind: Kind }>> => {
    for (;;) {
      const [reply] = (await once(child, 'message')) as [PartnerReply];
      if (reply.kind === kind) return reply as Extract<PartnerReply, { kind: Kind }>;
    }
  };
  const { ports } = await answer('ports');
  return {
    urlOf: (partnerId) => `http://127.0.0.1:${ports[partnerId]}/hooks`,
    setSecrets: (secrets) => ask({ kind: 'secrets', secrets }),
    begin: () => ask({ kind: 'begin' }),
    counts: async () => {
      ask({ kind: 'counts' });
      return (await answer('counts')).counts;
    },
    receipts: () => {
      ask({ kind: 'receipts' });
      return answer('receipts');
    },
    [Symbol.dispose]: () => {
      if (child.connected) child.disconnect();
    },
  };
}
