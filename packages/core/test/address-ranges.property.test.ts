import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAddressRanges, isPublicAddress } from '../src/address-ranges.ts';
import { createEgressGuard } from '../src/index.ts';

it('judges an IPv4 address alike however it is mapped into IPv6', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      for (const mapped of [`::ffff:${address}`, `::ffff:${hex}`, `0:0:0:0:0:FFFF:${hex}`]) {
        expect(isPublicAddress(mapped)).toBe(isPublicAddress(address));
      }
    }),
  );
});

it('finds in a range what has its first bits, and nothing else', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (base, other, prefix) => {
      const bits = (address: string): string =>
        address
          .split('.')
          .map((part) => Number(part).toString(2).padStart(8, '0'))
          .join('');
      const isInside = bits(base).slice(0, prefix) === bits(other).slice(0, prefix);
      expect(createAddressRanges([`${base}/${prefix}`]).has(other)).toBe(isInside);
    }),
  );
});

it('allows a literal host exactly when it allows the address that URL makes of it', () => {
  const guard = createEgressGuard();
  fc.assert(
    fc.property(fc.ipV4Extended(), (host) => {
      fc.pre(URL.canParse(`https://${host}/`));
      const { hostname } = new URL(`https://${host}/`);
      expect(guard.allowsHost(hostname)).toBe(isPublicAddress(hostname));
    }),
  );
});

it('lets denied ranges win over allowed ones, and allowed ones over those built in', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.boolean(), fc.boolean(), (address, isAllowed, isDenied) => {
      const guard = createEgressGuard({
        allowCidrs: isAllowed ? [`${address}/32`] : [],
        denyCidrs: isDenied ? [`${address}/32`] : [],
      });
      const expected = !isDenied && (isAllowed || isPublicAddress(address));
      expect(guard.allowsAddress(address)).toBe(expected);
    }),
  );
});
