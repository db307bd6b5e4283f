import type { IncomingMessage } from 'node:http';
import { refusal } from './refusal.ts';

/**
 * Reads the body of a Node request, no more than `maxBytes` of it.
 *
 * @throws HooklaneError `body_too_large` or `body_unreadable`
 */
export function readStream(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const settle = (act: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      act();
    };
    const onData = (chunk: Uint8Array): void => {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size <= maxBytes) return;
      request.pause();
      const error = refusal('body_too_large', `body has more than ${maxBytes} bytes`);
      settle(() => reject(error));
    };
    const onEnd = (): void => settle(() => resolve(Buffer.concat(chunks)));
    const onError = (cause: unknown): void =>
      settle(() => reject(refusal('body_unreadable', 'The body broke off', { cause })));
    const onClose = (): void => onError(undefined);
    // A client that left before its handler was called sends no event any more.
    if (request.destroyed) onClose();
    else request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  });
}
