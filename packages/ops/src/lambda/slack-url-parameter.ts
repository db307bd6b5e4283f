import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { type Clock, parseSlackUrl } from '@hooklane/core';

/** Where the Slack URL is kept, and who reads it. */
export interface SlackUrlParameterOptions {
  readonly client: Pick<SSMClient, 'send'>;
  /** Name of a SecureString. */
  readonly parameter: string;
  readonly clock: Clock;
}

/** A Slack URL that is read when it is needed. */
export interface SlackUrlParameter {
  /**
   * @throws HooklaneError `invalid_slack_url`
   */
  read(): Promise<string>;
  /** Reads it anew the next time: it may have been changed. */
  forget(): void;
}

const keptMs = 5 * 60_000;

/** Reads the Slack URL from a parameter of SSM, and keeps it for five minutes. */
export function createSlackUrlParameter({
  client,
  parameter,
  clock,
}: SlackUrlParameterOptions): SlackUrlParameter {
  let kept: { readonly url: string; readonly until: number } | undefined;
  return {
    read: async () => {
      const now = clock.now();
      if (kept !== undefined && now < kept.until) return kept.url;
      const { Parameter } = await client.send(
        new GetParameterCommand({ Name: parameter, WithDecryption: true }),
      );
      const url = parseSlackUrl(Parameter?.Value);
      kept = { url, until: now + keptMs };
      return url;
    },
    forget: () => {
      kept = undefined;
    },
  };
}
