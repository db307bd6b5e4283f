import { promises as dns, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { EgressGuard } from '@hooklane/core';

/** How {@link createAddressLookup} resolves names. */
export interface AddressLookupOptions {
  readonly guard: EgressGuard;
  /** @default the system's */
  readonly dnsServers?: readonly string[] | undefined;
}

/** The name led to an address that must not be called. Which one is nobody's business. */
export const blockedAddressCode = 'HOOKLANE_BLOCKED_ADDRESS';

const timeoutMs = 2_000;
const tries = 2;

/**
 * Makes the `lookup` of a connection. All addresses of a name are judged, and one that must not be called
 * refuses the name: a connection may go to any of them. Names are resolved by c-ares, so that a name server
 * which does not answer stalls nobody else's look-ups, as `dns.lookup` does.
 */
export function createAddressLookup({ guard, dnsServers }: AddressLookupOptions): LookupFunction {
  // Names such as localhost, or those of containers, are known to the operating system only.
  const usesSystem = guard.allowsPrivateAddresses && dnsServers === undefined;
  const resolve = usesSystem ? lookUpBySystem : createCaresLookup(dnsServers);
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => answer(addresses, guard, options, callback),
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

/** An error for a connection that must not be. */
export function blockedAddress(): Error {
  return Object.assign(new Error('The address must not be called'), { code: blockedAddressCode });
}

function answer(
  addresses: readonly LookupAddress[],
  guard: EgressGuard,
  options: LookupAllOptions | { readonly all?: boolean | undefined; readonly family?: unknown },
  callback: Parameters<LookupFunction>[2],
): void {
  const [first] = addresses;
  if (first === undefined) {
    callback(Object.assign(new Error('The name has no address'), { code: 'ENODATA' }), []);
  } else if (!addresses.every(({ address }) => guard.allowsAddress(address))) {
    callback(blockedAddress(), []);
  } else if (options.all === true) {
    callback(null, [...addresses]);
  } else {
    callback(null, first.address, first.family);
  }
}

function lookUpBySystem(hostname: string): Promise<readonly LookupAddress[]> {
  return dns.lookup(hostname, { all: true });
}

function createCaresLookup(
  servers: readonly string[] | undefined,
): (hostname: string) => Promise<readonly LookupAddress[]> {
  let resolver: dns.Resolver | undefined;
  return async (hostname) => {
    resolver ??= createResolver(servers);
    const [v4, v6] = await Promise.allSettled([
      resolver.resolve4(hostname),
      resolver.resolve6(hostname),
    ]);
    const addresses = [v4, v6].flatMap((result) =>
      result.status === 'fulfilled'
        ? result.value.map((address) => ({ address, family: isIP(address) }))
        : [],
    );
    // A name may have addresses of one family only.
    if (addresses.length === 0 && v4.status === 'rejected') throw v4.reason;
    return addresses;
  };
}

function createResolver(servers: readonly string[] | undefined): dns.Resolver {
  const resolver = new dns.Resolver({ timeout: timeoutMs, tries });
  if (servers !== undefined) resolver.setServers(servers);
  return resolver;
}
