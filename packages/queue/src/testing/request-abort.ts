/** Throws what the SDK throws for a request whose signal has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  const error = new Error('Request aborted', { cause: signal.reason });
  error.name = 'AbortError';
  throw error;
}
