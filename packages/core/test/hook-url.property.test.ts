import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type EgressPolicy, isHooklaneError, parseHookUrl } from '../src/index.ts';

const policies = fc.constantFrom<EgressPolicy>(
  {},
  { allowHttp: true },
  { allowHttp: true, ports: 'any', allowPrivateAddresses: true },
);
const almostUrl = fc
  .tuple(
    fc.constantFrom('https://', 'HTTP://', 'https:', 'https:\\', ''),
    fc.oneof(
      fc.domain(),
      fc.ipV4Extended(),
      fc.ipV6().map((ip) => `[${ip}]`),
      fc.string(),
    ),
    fc.constantFrom('', ':', ':443', ':8443', ':0', ':65536'),
    fc.string({ unit: 'binary', maxLength: 40 }),
  )
  .map(([scheme, host, port, rest]) => `${scheme}${host}${port}/${rest}`);

it('takes again what it took, unchanged: what was published is what is called', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.webUrl({ withQueryParameters: true }), almostUrl),
      policies,
      (text, policy) => {
        let url: URL;
        try {
          url = parseHookUrl(text, policy);
        } catch (error) {
          const isRefusal =
            isHooklaneError(error, 'invalid_url') || isHooklaneError(error, 'blocked_address');
          expect(isRefusal, String(error)).toBe(true);
          return;
        }
        expect(parseHookUrl(url.href, policy).href).toBe(url.href);
      },
    ),
    { numRuns: 500 },
  );
});
