import { type Receiver, type ReceiverOptions, receiverOn } from './receiver.ts';
import { verifySignature } from './web-verify-signature.ts';

/**
 * The same as `createReceiver` of `@hooklane/receiver`, on WebCrypto.
 *
 * @throws HooklaneError `invalid_options` or `invalid_secret`, at once
 */
export function createReceiver<
  Events extends Readonly<Record<string, unknown>> = Readonly<Record<never, never>>,
  Payload = unknown,
>(options: ReceiverOptions<Events, Payload>): Receiver {
  return receiverOn<Events, Payload>(verifySignature, options);
}
