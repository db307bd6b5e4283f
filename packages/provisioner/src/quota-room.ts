import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { DescribeParametersCommand } from '@aws-sdk/client-ssm';
import { HooklaneError } from '@hooklane/core';
import type { CallContext } from './call-context.ts';
import { codeShape, type ProvisionPartnerOptions } from './provision-partner.ts';
import { parseProvisionerOptions } from './provisioner-options.ts';
import { keptVersions } from './resources/function-versions.ts';

/** How many more lanes an account takes. */
export interface LaneRoom {
  /** Lanes with a function that still fit: the least of `quotas`. */
  readonly lanes: number;
  readonly quotas: readonly QuotaRoom[];
}

/** What one quota leaves room for. */
export interface QuotaRoom {
  readonly name: 'iam-roles' | 'lambda-code-bytes' | 'ssm-parameters';
  readonly used: number;
  readonly quota: number;
  /** What one lane takes of it. */
  readonly perLane: number;
  readonly lanes: number;
}

/** Standard parameters of an account in a region (general/latest/gr/ssm); no request tells it. */
const mostParameters = 10_000;
/** Code counts unzipped; JavaScript is zipped to a fifth at most. */
const unzipFactor = 5;
/** Where no code is given: about what the handler has. */
const usualZipBytes = 25_000;

/**
 * Says how many more lanes with a function fit into the account's quotas, before the first of them is made. Requests a
 * second are no limit here: they only take time.
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`, `quota_unknown`
 */
export async function measureRoom(options: ProvisionPartnerOptions): Promise<LaneRoom> {
  const { context, own } = parseProvisionerOptions(options, 'measureRoom', codeShape);
  const zipBytes = own.code?.zip.length ?? usualZipBytes;
  const [summary, account, parameters] = await Promise.all([
    context.aws.iam.send(new GetAccountSummaryCommand({})),
    context.aws.lambda.send(new GetAccountSettingsCommand({})),
    countParameters(context),
  ]);
  const quotas = [
    roomOf('iam-roles', summary.SummaryMap?.['Roles'], summary.SummaryMap?.['RolesQuota'], 1),
    roomOf(
      'lambda-code-bytes',
      account.AccountUsage?.TotalCodeSize,
      account.AccountLimit?.TotalCodeSize,
      // The newest code is stored beside its versions.
      zipBytes * unzipFactor * (keptVersions + 1),
    ),
    roomOf('ssm-parameters', parameters, mostParameters, 1),
  ];
  return { lanes: Math.min(...quotas.map(({ lanes }) => lanes)), quotas };
}

function roomOf(
  name: QuotaRoom['name'],
  used: number | undefined,
  quota: number | undefined,
  perLane: number,
): QuotaRoom {
  if (used === undefined || quota === undefined) {
    throw new HooklaneError(
      'quota_unknown',
      `AWS did not say how much of ${name} is used and allowed, so nobody knows how many lanes fit. Try again, or look it up in Service Quotas`,
    );
  }
  return { name, used, quota, perLane, lanes: Math.max(0, Math.floor((quota - used) / perLane)) };
}

async function countParameters({ aws: { ssmWrites }, signal }: CallContext): Promise<number> {
  let count = 0;
  let NextToken: string | undefined;
  do {
    signal?.throwIfAborted();
    // DescribeParameters shares the quota of writes.
    const command = new DescribeParametersCommand({ MaxResults: 50, NextToken });
    const page = await ssmWrites.send(command);
    count += page.Parameters?.length ?? 0;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return count;
}
