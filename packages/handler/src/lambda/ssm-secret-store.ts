import { activeSecrets, HooklaneError, parseStoredSecrets, type SecretStore } from '@hooklane/core';
import { type AwsSettings, sendToAws } from './aws-request.ts';

/** Which parameter holds a partner's secrets, and where SSM is. */
export interface SsmSecretStoreOptions extends AwsSettings {
  readonly parameter: string;
  readonly endpoint: string;
}

/** The secrets of one partner in an SSM parameter, as `provisionPartner` and `rotateSecret` write it. */
export function createSsmSecretStore({
  parameter,
  endpoint,
  ...settings
}: SsmSecretStoreOptions): SecretStore {
  return {
    getSecrets: async (_, { signal } = {}) => {
      const { Parameter } = (await sendToAws(
        {
          service: 'ssm',
          endpoint,
          target: 'AmazonSSM.GetParameter',
          version: '1.1',
          input: { Name: parameter, WithDecryption: true },
          signal,
        },
        settings,
      )) as { readonly Parameter?: { readonly Value?: string } };
      const stored = parseStoredSecrets(Parameter?.Value ?? '');
      if (stored !== undefined) return activeSecrets(stored, settings.clock.now());
      throw new HooklaneError(
        'invalid_secret',
        `SSM parameter ${parameter} does not hold secrets as Hooklane writes them; its value is not shown`,
      );
    },
  };
}
