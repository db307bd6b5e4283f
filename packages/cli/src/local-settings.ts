import type { PartnerPolicy } from '@hooklane/core';
import type { PartnerChanges, PartnerConfig } from '@hooklane/provisioner';
import { CliError } from './cli-error.ts';
import type { Output } from './output.ts';

const fields = ['partnerId', 'compute', 'policy', 'retentionDays', 'egress'];

/**
 * The part of a configuration that counts for `hooklane dev`, which works its lanes itself; says what does not.
 *
 * @throws CliError for a field that no configuration has
 */
export function localPolicy(
  config: PartnerChanges | PartnerConfig,
  output: Pick<Output, 'note'>,
): PartnerPolicy {
  const unknown = Object.keys(config).find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    throw new CliError(`The configuration has an unknown field: ${JSON.stringify(unknown)}`);
  }
  const { compute = {}, policy = {}, retentionDays, egress } = config;
  const leftOut = [
    ...Object.keys(compute).filter((name) => name !== 'kind'),
    ...(retentionDays === undefined ? [] : ['retentionDays']),
    ...(egress === undefined ? [] : ['egress']),
  ];
  if (leftOut.length > 0) {
    output.note(`${leftOut.join(', ')}: left out, \`hooklane dev\` has no such thing`);
  }
  return policy;
}
