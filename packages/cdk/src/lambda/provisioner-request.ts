import { HooklaneError, showReceived } from '@hooklane/core';
import type { Lane, PartnerConfig, PartnerDescription } from '@hooklane/provisioner';

/** What the function of a `ProvisionerFunction` is invoked with. */
export type ProvisionerRequest =
  /** `provisionPartner`. */
  | { readonly action: 'provision'; readonly partner: PartnerConfig }
  /** `deletePartner`; `force` deletes the hooks in the lane too. */
  | { readonly action: 'delete'; readonly partnerId: string; readonly force?: boolean | undefined }
  /** `disablePartner`, `enablePartner`, `describePartner`. */
  | { readonly action: 'disable' | 'enable' | 'describe'; readonly partnerId: string };

/** What it answers: the lane for `provision`, how it is doing for `describe`, nothing else otherwise. */
export type ProvisionerAnswer = Lane | PartnerDescription | null;

const fields: Readonly<Record<ProvisionerRequest['action'], readonly string[]>> = {
  provision: ['action', 'partner'],
  delete: ['action', 'partnerId', 'force'],
  disable: ['action', 'partnerId'],
  enable: ['action', 'partnerId'],
  describe: ['action', 'partnerId'],
};

/**
 * Reads a request; what is in its fields, the provisioner checks.
 *
 * @throws HooklaneError `invalid_options`
 */
export function parseProvisionerRequest(value: unknown): ProvisionerRequest {
  if (value === null || typeof value !== 'object') {
    throw invalidRequest(`must be an object. Received: ${showReceived(value)}`);
  }
  const { action } = value as { readonly action?: unknown };
  if (typeof action !== 'string' || !Object.hasOwn(fields, action)) {
    const known = Object.keys(fields).join(', ');
    throw invalidRequest(`action must be one of ${known}. Received: ${showReceived(action)}`);
  }
  const known = fields[action as keyof typeof fields];
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw invalidRequest(`${action} has no field ${JSON.stringify(unknown)}`);
  }
  return value as ProvisionerRequest;
}

function invalidRequest(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `provisioner request: ${what}`);
}
