import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { HooklaneError } from '@hooklane/signature';
import { showReceived } from './received.ts';

/** A set of address ranges. */
export interface AddressRanges {
  /** Tells whether an address is in one of the ranges; false for what is no address. */
  has(address: string): boolean;
}

/**
 * IPv4 addresses that no partner has: loopback, private, link-local, shared, reserved, documentation, multicast.
 * Source: IANA IPv4 Special-Purpose Address Registry, and 168.63.129.16, Azure's platform address.
 */
const refusedIPv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** The only IPv6 addresses in public use; all others are refused. Source: IANA IPv6 Address Space. */
const publicIPv6 = ['2000::/3'];

/** Special purposes within them: IETF protocols, documentation, 6to4, AS112. Source: IANA IPv6 Special-Purpose Address Registry. */
const refusedIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

// Made when they are first asked: Node takes four milliseconds to read its first IPv6 address, and most partners have none.
const refusedV4 = lazily(() => createAddressRanges(refusedIPv4));
const refusedV6 = lazily(() => createAddressRanges(refusedIPv6));
const publicV6 = lazily(() => createAddressRanges(publicIPv6));
const mapped = lazily(() => createAddressRanges(['::ffff:0:0/96']));

/** The family of an address; 0 for what is no address. Without asking what has no colon for IPv6. */
export function addressFamily(address: string): 0 | 4 | 6 {
  if (address.includes(':')) return isIPv6(address) ? 6 : 0;
  return isIPv4(address) ? 4 : 0;
}

/** Tells whether an address is one that the public internet routes; false for what is no address. */
export function isPublicAddress(address: string): boolean {
  const plain = unmapAddress(address);
  switch (addressFamily(plain)) {
    case 4:
      return !refusedV4().has(plain);
    case 6:
      return publicV6().has(plain) && !refusedV6().has(plain);
    default:
      return false;
  }
}

/**
 * Makes a set of ranges from CIDR notation.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createAddressRanges(cidrs: readonly string[]): AddressRanges {
  const list = new BlockList();
  for (const cidr of cidrs) addRange(list, cidr);
  return {
    // BlockList says false for what is no address, which would mean "not refused": ask for the family first.
    has: (address) => {
      const family = addressFamily(address);
      return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
    },
  };
}

/** Gives the IPv4 address inside an IPv4-mapped IPv6 address (`::ffff:127.0.0.1`, `::ffff:7f00:1`); others as they are. */
export function unmapAddress(address: string): string {
  if (addressFamily(address) !== 6 || !mapped().has(address)) return address;
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':');
  const [high = '0', low = '0'] = groups.slice(-2);
  const bits = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}

function addRange(list: BlockList, cidr: unknown): void {
  const [, address = '', prefix = ''] =
    typeof cidr === 'string' ? (/^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? []) : [];
  const family = addressFamily(address);
  if (family === 0 || Number(prefix) > (family === 4 ? 32 : 128)) {
    throw new HooklaneError(
      'invalid_options',
      `Egress policy: a range must be in CIDR notation, such as 10.0.0.0/8. Received: ${showReceived(cidr)}`,
    );
  }
  list.addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
}

function lazily<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
