import type { Logger } from '@hooklane/core';
import { callApi, hookWithStatus } from './api-client.ts';
import type { HostConfig } from './config.ts';
import type { HookReport } from './hook-report.ts';
import { startHost } from './host.ts';
import { startPartnerServer } from './partner-server.ts';

export interface DemoOptions {
  readonly config: HostConfig;
  readonly logger: Logger;
  readonly log: (line: string) => void;
}

/** Uses the API as a SaaS would, stops the host with a hook under way, and starts it again. Gives what the partner took. */
export async function runDemo({ config, logger, log }: DemoOptions): Promise<readonly string[]> {
  await using partner = await startPartnerServer();
  const options = { logger, log: (line: string) => log(`    ${line}`) };
  const first = await startHost(config, options);
  let lastId: string;
  try {
    partner.secret = await addPartner(first.url, { url: partner.url, log });
    const invoice = { id: 'inv-1', partnerId: 'acme', cents: 4_200 };
    const hookId = await publish(first.url, { invoice, log });
    log(describe(await hookWithStatus(`${first.url}/hooks/${hookId}`, { status: 'delivered' })));
    await publish(first.url, { invoice, log });

    log('\n  the partner goes down');
    partner.answers = 500;
    lastId = await publish(first.url, { invoice: { ...invoice, id: 'inv-2' }, log });
    log(describe(await hookWithStatus(`${first.url}/hooks/${lastId}`, { status: 'retrying' })));
  } finally {
    log('\n  the host stops, as on SIGTERM');
    await first.stop();
  }

  log('\n  the partner is up, and the host starts again');
  partner.answers = 200;
  const second = await startHost(config, options);
  try {
    log(describe(await hookWithStatus(`${second.url}/hooks/${lastId}`, { status: 'delivered' })));
    log('\n  the host stops, as on SIGTERM');
  } finally {
    await second.stop();
  }
  return partner.invoiceIds;
}

interface CallOptions {
  readonly log: (line: string) => void;
}

async function addPartner(
  host: string,
  { url, log }: CallOptions & { readonly url: string },
): Promise<string> {
  const partner = await callApi(`${host}/partners`, { id: 'acme', concurrency: 5 });
  log(`  POST /partners       ${partner.status}  acme, with a secret that is shown this once`);
  const subscription = { partnerId: 'acme', url, types: ['invoice.*'] };
  const { status } = await callApi(`${host}/subscriptions`, subscription);
  log(`  POST /subscriptions  ${status}  invoice.* to ${url}; acme has its lane now`);
  return (partner.body as { readonly secret: string }).secret;
}

async function publish(
  host: string,
  {
    invoice,
    log,
  }: CallOptions & { readonly invoice: { readonly id: string; readonly partnerId: string } },
): Promise<string> {
  const { status, body } = await callApi(`${host}/invoices`, invoice);
  const { hooks } = body as { readonly hooks: readonly { readonly id: string; kind: string }[] };
  const [hook] = hooks;
  if (hook === undefined) throw new Error(`No hook was made of ${invoice.id}`);
  log(
    `  POST /invoices       ${status}  ${invoice.id}, hook ${hook.id.slice(0, 12)}… is ${hook.kind}`,
  );
  return hook.id;
}

function describe({ id, status, attempts }: HookReport): string {
  const answers = attempts.map((one) => one.status ?? one.code).join(', ');
  return `  GET /hooks           200  ${id.slice(0, 12)}… is ${status}; the partner answered ${answers}`;
}
