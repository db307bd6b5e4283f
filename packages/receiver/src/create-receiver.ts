import { type Receiver, type ReceiverOptions, receiverOn } from './receiver.ts';
import { verifySignature } from './verify-signature.ts';

/**
 * Does the whole job of receiving: verifies, guards against replays, parses, checks by your schemas, calls the
 * handler of the type, and tells an adapter what to answer. Without `replayGuard` a hook that the sender
 * repeats is processed again.
 *
 * @throws HooklaneError `invalid_options` or `invalid_secret`, at once
 *
 * @example
 * ```ts
 * const receiver = createReceiver({
 *   secrets: process.env.WEBHOOK_SECRET,
 *   replayGuard: createMemoryReplayGuard(),
 *   events: { 'invoice.paid': { data: Invoice, handle: async ({ id, data }) => book(id, data) } },
 * });
 * export const POST = fetchHandler(receiver);
 * ```
 */
export function createReceiver<
  Events extends Readonly<Record<string, unknown>> = Readonly<Record<never, never>>,
  Payload = unknown,
>(options: ReceiverOptions<Events, Payload>): Receiver {
  return receiverOn<Events, Payload>(verifySignature, options);
}
