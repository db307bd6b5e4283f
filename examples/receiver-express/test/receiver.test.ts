import { generateSecret } from '@hooklane/signature';
import { expect, it } from 'vitest';
import { createBooks } from '../books.ts';
import { readConfig } from '../config.ts';
import { runDemo } from '../demo.ts';
import { signWebhook } from '../sender.ts';
import { startServer } from '../server.ts';

const secret = generateSecret();
const previousSecret = generateSecret();
const config = readConfig({
  WEBHOOK_SECRET: secret,
  WEBHOOK_SECRET_PREVIOUS: previousSecret,
  PORT: '0',
});
const body = JSON.stringify({ type: 'invoice.paid', data: { invoiceId: 'Nº 1 – ü', cents: 5 } });

it('answers each request of the demo as it says, and books two', async () => {
  const books = createBooks();
  const lines: string[] = [];
  await using server = await startServer(config, { books, log: (line) => lines.push(line) });
  const answers = await runDemo({ url: server.url, secret, previousSecret });
  expect(answers.map(({ answer }) => answer)).toEqual(answers.map(({ expected }) => expected));
  expect([books.entries, books.totalCents]).toEqual([2, 5_000]);
  expect(lines).toEqual([
    'refused a request: signature_mismatch',
    'refused a request: signature_mismatch',
    'refused a request: timestamp_too_old',
    'refused a request: invalid_payload',
  ]);
});

it('verifies bytes, not characters, and voids what was paid', async () => {
  const books = createBooks();
  await using server = await startServer(config, { books, log: () => {} });
  const send = (init: RequestInit): Promise<Response> => fetch(`${server.url}/webhooks`, init);
  expect((await send(signWebhook({ id: 'msg_1', body, secret }))).status).toBe(200);
  expect(books.totalCents).toBe(5);
  const voided = JSON.stringify({ type: 'invoice.voided', data: { invoiceId: 'Nº 1 – ü' } });
  expect((await send(signWebhook({ id: 'msg_2', body: voided, secret }))).status).toBe(200);
  expect([books.entries, books.totalCents]).toEqual([2, 0]);
});

it('has a webhook come again whose booking failed, and then books it', async () => {
  const books = createBooks();
  let isDown = true;
  const failing = {
    ...books,
    pay: async (invoice: Parameters<typeof books.pay>[0]) => {
      if (isDown) throw new Error('The books are closed');
      await books.pay(invoice);
    },
  };
  await using server = await startServer(config, { books: failing, log: () => {} });
  const init = signWebhook({ id: 'msg_1', body, secret });
  expect((await fetch(`${server.url}/webhooks`, init)).status).toBe(500);
  isDown = false;
  expect((await fetch(`${server.url}/webhooks`, init)).status).toBe(200);
  expect(books.entries).toBe(1);
});

it('parses JSON on its other routes, and stops twice', async () => {
  await using server = await startServer(config, { books: createBooks(), log: () => {} });
  expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ ok: true });
  await server.stop();
  await server.stop();
  await expect(fetch(`${server.url}/health`)).rejects.toThrow(TypeError);
});

it('does not start without a secret, with one that is none, or on a port that is none', () => {
  expect(() => readConfig({})).toThrow('Set WEBHOOK_SECRET');
  expect(() => readConfig({ WEBHOOK_SECRET: secret, PORT: 'http' })).toThrow('Received: http');
  expect(() => readConfig({ WEBHOOK_SECRET: 'my password' })).toThrow(
    expect.objectContaining({ code: 'invalid_secret' }),
  );
});
