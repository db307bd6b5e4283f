import { createHash } from 'node:crypto';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import { unlessMissing } from './queue.ts';
import { type SecretSettings, secretParameter, secretSettings } from './secret-parameter.ts';

/** How the Slack URL is kept. The URL itself is never part of a plan. */
export interface SlackUrlSettings extends SecretSettings {
  /** Beginning of the SHA-256 of the URL. */
  readonly fingerprint: string;
}

/** How the parameter with `slackUrl` is to be. */
export function slackUrlSettings(slackUrl: string): SlackUrlSettings {
  return { ...secretSettings, fingerprint: fingerprintOf(slackUrl) };
}

/** The SSM parameter with the URL of the Slack webhook; `slackUrl` is what is written. */
export function slackUrlParameter(
  name: string,
  slackUrl: string,
  context: CallContext,
): Resource<SlackUrlSettings> {
  const { ssmReads, ssmWrites } = context.aws;
  const parameter = secretParameter(name, context, () => slackUrl);
  return {
    ...parameter,
    read: async () => {
      const found = await parameter.read();
      if (found === undefined) return undefined;
      const value = await unlessMissing(async () => {
        const command = new GetParameterCommand({ Name: name, WithDecryption: true });
        return (await ssmReads.send(command)).Parameter?.Value ?? '';
      });
      if (value === undefined) return undefined;
      return { ...found, settings: { ...found.settings, fingerprint: fingerprintOf(value) } };
    },
    create: async (wanted, tags) => {
      await parameter.create(wanted, tags);
      return undefined;
    },
    update: async ({ settings, tags, wanted, allTags }) => {
      if (Object.keys(settings).length > 0) {
        await ssmWrites.send(
          new PutParameterCommand({
            Name: name,
            Type: 'SecureString',
            Value: slackUrl,
            Overwrite: true,
          }),
        );
      }
      if (Object.keys(tags).length > 0) {
        await parameter.update({ wanted, settings: {}, tags, allTags });
      }
    },
  };
}

function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
