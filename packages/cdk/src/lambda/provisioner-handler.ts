import { isHooklaneError } from '@hooklane/core';
import {
  deletePartner,
  describePartner,
  disablePartner,
  enablePartner,
  type ProvisionPartnerOptions,
  provisionPartner,
} from '@hooklane/provisioner';
import {
  type ProvisionerAnswer,
  type ProvisionerRequest,
  parseProvisionerRequest,
} from './provisioner-request.ts';

/** The handler of a function that provisions. */
export type ProvisionerHandler = (request: unknown) => Promise<ProvisionerAnswer>;

/**
 * Makes the handler. What it throws has the code of the error for a name, which Lambda gives to the invoker as
 * `errorType`.
 */
export function createProvisionerHandler(options: ProvisionPartnerOptions): ProvisionerHandler {
  return async (request) => {
    try {
      return await act(parseProvisionerRequest(request), options);
    } catch (error) {
      if (!isHooklaneError(error)) throw error;
      throw Object.assign(new Error(error.message, { cause: error }), { name: error.code });
    }
  };
}

async function act(
  request: ProvisionerRequest,
  { code, ...options }: ProvisionPartnerOptions,
): Promise<ProvisionerAnswer> {
  switch (request.action) {
    case 'provision':
      return await provisionPartner(request.partner, { ...options, code });
    case 'describe':
      return await describePartner(request.partnerId, options);
    case 'delete':
      await deletePartner(request.partnerId, { ...options, force: request.force });
      return null;
    case 'disable':
      await disablePartner(request.partnerId, options);
      return null;
    case 'enable':
      await enablePartner(request.partnerId, options);
      return null;
    default:
      return request satisfies never;
  }
}
