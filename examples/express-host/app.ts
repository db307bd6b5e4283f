import type { Logger, PartnerPolicy } from '@hooklane/core';
import express, { type Express, type Response } from 'express';
import { z } from 'zod';
import type { HostConfig } from './config.ts';
import { describeHook } from './hook-report.ts';
import type { Hooklane } from './hooklane.ts';
import { answerErrors } from './request-errors.ts';

const newPartner = z.strictObject({
  id: z.string(),
  concurrency: z.int().min(1).max(100).optional(),
});
const newSubscription = z.strictObject({
  partnerId: z.string(),
  url: z.string(),
  types: z.array(z.string()),
});
const newInvoice = z.strictObject({
  id: z.string().min(1).max(100),
  partnerId: z.string(),
  cents: z.int(),
});

/** The API of the host. Put your authentication before it: whoever calls it speaks for all partners. */
export function createApp(
  hooklane: Hooklane,
  { policy, logger }: Pick<HostConfig, 'policy'> & { readonly logger: Logger },
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json());
  addPartnerRoutes(app, hooklane, policy);
  addInvoiceRoutes(app, hooklane);
  app.use(answerErrors(logger));
  return app;
}

function addPartnerRoutes(
  app: Express,
  { registry, subscriptions }: Hooklane,
  policy: PartnerPolicy,
): void {
  app.post('/partners', (request, response) => {
    const { id, concurrency } = newPartner.parse(request.body);
    const secret = registry.add(id, { ...policy, ...(concurrency && { concurrency }) });
    if (secret === undefined) {
      answer(response, 409, 'partner_exists', `There is a partner ${id}`);
      return;
    }
    // The secret is shown here and never again. The lane is made with the first subscription.
    response.status(201).json({ id, secret });
  });

  app.post('/partners/:id/secret', (request, response) => {
    const { id } = request.params;
    const secret = registry.rotateSecret(id);
    if (secret === undefined) answer(response, 404, 'unknown_partner', `There is no partner ${id}`);
    else response.status(201).json({ id, secret });
  });

  app.post('/subscriptions', async (request, response) => {
    const input = newSubscription.parse(request.body);
    if (registry.policyOf(input.partnerId) === undefined) {
      answer(response, 404, 'unknown_partner', 'Make the partner first');
      return;
    }
    const { id, partnerId, url, types, state } = await subscriptions.subscribe(input);
    response.status(201).json({ id, partnerId, url, types, state });
  });
}

function addInvoiceRoutes(app: Express, { subscriptions, findHook }: Hooklane): void {
  app.post('/invoices', async (request, response) => {
    const { id, partnerId, cents } = newInvoice.parse(request.body);
    const { hooks } = await subscriptions.publishEvent({
      type: 'invoice.created',
      data: { invoiceId: id, cents },
      partnerId,
      // However often the client sends it, there is one event.
      idempotencyKey: `invoice-created-${id}`,
    });
    response
      .status(202)
      .json({ id, hooks: hooks.map(({ hookId, kind }) => ({ id: hookId, kind })) });
  });

  app.get('/hooks/:id', async (request, response) => {
    const { id } = request.params;
    const hook = await findHook(id);
    if (hook === undefined) answer(response, 404, 'unknown_hook', `There is no hook ${id}`);
    else response.json(describeHook(hook, await subscriptions.attemptsOf(id)));
  });
}

function answer(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}
