import { generateSecret } from '@hooklane/signature';
import { signWebhook } from './sender.ts';

/** A request of the demo, and how it was answered. */
export interface DemoAnswer {
  readonly what: string;
  readonly expected: string;
  readonly answer: string;
}

export interface DemoOptions {
  /** Of the server, without a path. */
  readonly url: string;
  readonly secret: string;
  /** The one before it, which still signs. */
  readonly previousSecret: string;
}

const hourMs = 3_600_000;
const paid = (invoiceId: string, cents: unknown): string =>
  JSON.stringify({ type: 'invoice.paid', data: { invoiceId, cents } });

/** Sends what a partner gets, and what it must not believe. */
export async function runDemo(options: DemoOptions): Promise<readonly DemoAnswer[]> {
  const answers: DemoAnswer[] = [];
  for (const { what, expected, init } of requestsOf(options)) {
    const response = await fetch(`${options.url}/webhooks`, init);
    answers.push({ what, expected, answer: await describe(response) });
  }
  return answers;
}

function requestsOf({ secret, previousSecret }: DemoOptions): readonly {
  readonly what: string;
  readonly expected: string;
  readonly init: RequestInit;
}[] {
  const good = signWebhook({ id: 'msg_1', body: paid('inv-1', 4_200), secret });
  const body = paid('inv-3', 1);
  return [
    { what: 'a good one', expected: '200', init: good },
    {
      what: 'signed with the secret before this one: a rotation',
      expected: '200',
      init: signWebhook({ id: 'msg_2', body: paid('inv-2', 800), secret: previousSecret }),
    },
    {
      what: 'forged: signed with another secret',
      expected: '401 signature_mismatch',
      init: signWebhook({ id: 'msg_3', body, secret: generateSecret() }),
    },
    {
      what: 'changed on the way: 1 cent is a million now',
      expected: '401 signature_mismatch',
      init: { ...signWebhook({ id: 'msg_4', body, secret }), body: paid('inv-3', 100_000_000) },
    },
    {
      what: 'recorded, and sent an hour later',
      expected: '401 timestamp_too_old',
      init: signWebhook({ id: 'msg_5', body, secret, sentAt: Date.now() - hourMs }),
    },
    {
      what: 'signed well, but no invoice',
      expected: '422 invalid_payload',
      init: signWebhook({ id: 'msg_6', body: paid('inv-3', 'much'), secret }),
    },
    { what: 'replayed: the good one again, not booked again', expected: '200', init: good },
  ];
}

async function describe(response: Response): Promise<string> {
  const text = await response.text();
  if (text === '') return String(response.status);
  const { error } = JSON.parse(text) as { readonly error: { readonly code: string } };
  return `${response.status} ${error.code}`;
}
