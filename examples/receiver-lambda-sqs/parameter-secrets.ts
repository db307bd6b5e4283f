import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';

export interface ParameterSecretsOptions {
  readonly client: Pick<SSMClient, 'send'>;
  /** Of a SecureString that holds one secret, or two with a comma between them during a rotation. */
  readonly name: string;
  /** Milliseconds since the epoch. @default the wall clock */
  readonly now?: () => number;
}

/** A rotation is seen this much later at most. */
const cacheMs = 300_000;

/** Reads secrets from SSM and keeps them for five minutes: in no environment variable, where the console shows them. */
export function createParameterSecrets({
  client,
  name,
  now = Date.now,
}: ParameterSecretsOptions): () => Promise<readonly string[]> {
  let known: { readonly secrets: readonly string[]; readonly readAt: number } | undefined;
  return async () => {
    const at = now();
    if (known === undefined || at - known.readAt >= cacheMs) {
      const { Parameter } = await client.send(
        new GetParameterCommand({ Name: name, WithDecryption: true }),
      );
      known = { secrets: (Parameter?.Value ?? '').split(','), readAt: at };
    }
    return known.secrets;
  };
}
