import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import {
  activeSecrets,
  encodeStoredSecrets,
  generateSecret,
  HooklaneError,
  laneNames,
  parsePartnerId,
  parseStoredSecrets,
  type StoredSecret,
} from '@hooklane/core';
import * as z from 'zod/mini';
import type { CallContext } from './call-context.ts';
import { laneMissing } from './present-partner.ts';
import { type ProvisionerOptions, parseProvisionerOptions } from './provisioner-options.ts';
import { unlessMissing } from './resources/queue.ts';

/** How {@link rotateSecret} rotates. */
export interface RotateSecretOptions extends ProvisionerOptions {
  /**
   * Milliseconds for which hooks are signed with the old secret, too: 0 to 2,592,000,000, which is 30 days.
   * @default 86400000
   */
  readonly overlapMs?: number | undefined;
}

/** What {@link rotateSecret} did. */
export interface RotatedSecret {
  /** The new secret, `whsec_…`: for the partner, over a channel that only it reads. */
  readonly secret: string;
  /** Milliseconds since the epoch until which the secrets before it sign, too. */
  readonly previousValidUntil: number;
}

const overlapMessage = 'must be an integer from 0 to 2592000000';
const shape = {
  overlapMs: z._default(
    z
      .int(overlapMessage)
      .check(z.minimum(0, overlapMessage), z.maximum(30 * 86_400_000, overlapMessage)),
    86_400_000,
  ),
};

/** One `webhook-signature` header holds no more. */
const mostSecrets = 16;

/**
 * Gives a partner a new secret. The old one signs beside it for `overlapMs`, so that the partner can change over
 * without losing a hook. Functions ask for their secrets every five minutes: the new one signs from then on.
 *
 * @throws HooklaneError `lane_missing`, `invalid_secret`, `too_many_secrets`, `invalid_partner_id`, `invalid_options`,
 * `invalid_stage`
 */
export async function rotateSecret(
  partnerId: string,
  options: RotateSecretOptions,
): Promise<RotatedSecret> {
  parsePartnerId(partnerId);
  const { stage, context, own } = parseProvisionerOptions(options, 'rotateSecret', shape);
  const present = await readStored(stage, partnerId, context);
  const now = context.clock.now();
  const previousValidUntil = now + own.overlapMs;
  const secret = generateSecret();
  const kept = present
    .map((old) => ({
      ...old,
      validUntil: Math.min(old.validUntil ?? previousValidUntil, previousValidUntil),
    }))
    .filter(({ validUntil }) => validUntil > now);
  if (kept.length >= mostSecrets) throw tooMany(partnerId, kept.length);
  await context.aws.ssmWrites.send(
    new PutParameterCommand({
      Name: laneNames(stage, partnerId).secretParameter,
      Type: 'SecureString',
      Value: encodeStoredSecrets([{ secret }, ...kept]),
      Overwrite: true,
    }),
  );
  return { secret, previousValidUntil };
}

/**
 * Reads the secrets that sign a partner's hooks, newest first: to show the partner its own.
 *
 * @throws HooklaneError `lane_missing`, `invalid_secret`, `invalid_partner_id`, `invalid_options`, `invalid_stage`
 */
export async function readSecrets(
  partnerId: string,
  options: ProvisionerOptions,
): Promise<readonly string[]> {
  parsePartnerId(partnerId);
  const { stage, context } = parseProvisionerOptions(options, 'readSecrets', {});
  return activeSecrets(await readStored(stage, partnerId, context), context.clock.now());
}

async function readStored(
  stage: string,
  partnerId: string,
  context: CallContext,
): Promise<readonly StoredSecret[]> {
  context.signal?.throwIfAborted();
  const Name = laneNames(stage, partnerId).secretParameter;
  const value = await unlessMissing(async () => {
    const command = new GetParameterCommand({ Name, WithDecryption: true });
    const { Parameter } = await context.aws.ssmReads.send(command);
    return Parameter?.Value ?? '';
  });
  if (value === undefined) throw laneMissing(Name, partnerId);
  const stored = parseStoredSecrets(value);
  if (stored !== undefined) return stored;
  throw new HooklaneError(
    'invalid_secret',
    `SSM parameter ${Name} does not hold secrets as Hooklane writes them; its value is not shown. Nothing was changed. Delete it and run provisionPartner for a new secret`,
  );
}

function tooMany(partnerId: string, count: number): HooklaneError<'too_many_secrets'> {
  return new HooklaneError(
    'too_many_secrets',
    `Partner ${partnerId} has ${count} secrets that still sign, and a hook carries at most ${mostSecrets} signatures. Rotate with a shorter overlapMs`,
  );
}
