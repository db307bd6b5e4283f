import { createVerificationKey } from '@hooklane/signature';

/** What the server is told from outside. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Any of these may have signed a webhook: two during a rotation. */
  readonly secrets: readonly string[];
}

/** Reads the configuration from environment variables; throws when a secret is missing or is none. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const { WEBHOOK_SECRET: secret, WEBHOOK_SECRET_PREVIOUS: previous } = env;
  if (!secret) throw new Error('Set WEBHOOK_SECRET to the secret that you were given: whsec_…');
  const secrets = previous ? [secret, previous] : [secret];
  // A wrong secret ends the process now, instead of failing the first webhook.
  for (const one of secrets) createVerificationKey(one);
  const port = Number(env['PORT'] ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT must be an integer from 0 to 65535. Received: ${env['PORT']}`);
  }
  return { host: env['HOST'] ?? '127.0.0.1', port, secrets };
}
