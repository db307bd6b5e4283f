import type { PartnerPolicy } from '@hooklane/core';
import type { Local } from '@hooklane/local';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { DevPartner } from './dev-connection.ts';
import { subscriptionRoute } from './subscription-routes.ts';

/** What is asked of the control server, once it is known to be allowed. */
export interface ControlRequest {
  readonly method: string;
  readonly url: URL;
  /** The JSON of the body; `undefined` without one. */
  readonly body: unknown;
}

type Route = (local: Local, partnerId: string, request: ControlRequest) => unknown;

const routes: Readonly<Record<string, Route>> = {
  'PUT ': (local, partnerId, { body }) =>
    local.addPartner(partnerId, (body ?? {}) as PartnerPolicy),
  'DELETE ': (local, partnerId, { url }) =>
    local.removePartner(partnerId, { force: url.searchParams.get('force') === 'true' }),
  'POST disable': (local, partnerId) => local.disablePartner(partnerId),
  'POST enable': (local, partnerId) => local.enablePartner(partnerId),
  'POST rotate-secret': (local, partnerId, { body }) =>
    local.rotateSecret(partnerId, (body ?? {}) as { readonly overlapMs?: number }),
  'GET secrets': (local, partnerId) => {
    // Throws for a partner that is not there.
    local.policyOf(partnerId);
    return local.secrets.getSecrets(partnerId);
  },
  'GET policy': (local, partnerId) => local.policyOf(partnerId),
};

/**
 * Does what was asked, and gives what to answer.
 *
 * @throws CliError for what nobody knows how to do
 */
export async function answerControl(local: Local, request: ControlRequest): Promise<unknown> {
  const { method, url } = request;
  if (method === 'GET' && url.pathname === '/partners') return listPartners(local);
  const subscribed = subscriptionRoute(local, request);
  if (subscribed !== undefined) return await subscribed();
  const [, encoded = '', verb = ''] =
    /^\/partners\/([^/]+)(?:\/([a-z-]+))?$/.exec(url.pathname) ?? [];
  const route = Object.hasOwn(routes, `${method} ${verb}`)
    ? routes[`${method} ${verb}`]
    : undefined;
  if (encoded === '' || route === undefined) {
    throw new CliError(
      `This \`hooklane dev\` does not know ${method} ${url.pathname}: it has another version than the command. Stop it and start it again`,
      { exitCode: exitCodes.notFound, code: 'unknown_request' },
    );
  }
  return await route(local, decodeId(encoded), request);
}

function listPartners(local: Local): readonly DevPartner[] {
  return local.partnerIds.map((partnerId) => ({
    partnerId,
    isDisabled: local.isDisabled(partnerId),
  }));
}

function decodeId(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new CliError(`${encoded} is no partner id`);
  }
}
