import type { DnsAnswer } from '../support/dns-server.ts';

/** Stands for a public address: the tests allow it, and nothing else. */
export const allowedAddress = '127.0.0.2';

/** Names that lead where they must not, with what their name server answers. */
export const hostileNames: Readonly<Record<string, DnsAnswer>> = {
  'loopback.partner.example': ['127.0.0.1'],
  'loopback6.partner.example': ['::1'],
  'mapped.partner.example': ['::ffff:127.0.0.1'],
  'unspecified.partner.example': ['0.0.0.0'],
  'unspecified6.partner.example': ['::'],
  'private.partner.example': ['10.1.2.3'],
  'home.partner.example': ['192.168.1.1'],
  'metadata.partner.example': ['169.254.169.254'],
  'metadata6.partner.example': ['fd00:ec2::254'],
  'nat64.partner.example': ['64:ff9b::7f00:1'],
  'sixtofour.partner.example': ['2002:7f00:1::'],
  'link-local.partner.example': ['fe80::1'],
  'multicast.partner.example': ['224.0.0.1'],
  'allowed-first.partner.example': [allowedAddress, '127.0.0.1'],
  'allowed-last.partner.example': ['127.0.0.1', allowedAddress],
  'allowed-in-v4.partner.example': [allowedAddress, '::1'],
  'many.partner.example': [allowedAddress, '127.0.0.3', '127.0.0.4', '10.0.0.1', '::1'],
};

/** Names that lead nowhere. */
export const deadNames: Readonly<Record<string, DnsAnswer>> = {
  'empty.partner.example': [],
  'failing.partner.example': { code: 2 },
  'missing.partner.example': { code: 3 },
};
