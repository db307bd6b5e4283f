/** What becomes of a connection that was well before. */
const brokenCodes: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
]);

/** Tells whether asking AWS the same again may succeed: it failed by itself, or the connection broke. */
export function isTransient(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if ('code' in error && brokenCodes.has(error.code)) return true;
  return error.name === 'TimeoutError' || statusOf(error) >= 500;
}

function statusOf(error: Error): number {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? 0;
}

/** What happened, in a word: connections have a code, and AWS a name. */
export function reasonOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
