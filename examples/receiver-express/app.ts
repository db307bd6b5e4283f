import type { Receiver } from '@hooklane/receiver';
import { expressHandler } from '@hooklane/receiver/express';
import express, { type Express } from 'express';

/** The application: webhooks beside whatever else it serves. */
export function createApp(webhooks: Receiver): Express {
  const app = express();
  app.disable('x-powered-by');
  // Before express.json(): what is signed is the bytes as they came, and a parser leaves none.
  app.post('/webhooks', expressHandler(webhooks));
  app.use(express.json());
  app.get('/health', (_request, response) => {
    response.json({ ok: true });
  });
  return app;
}
