/** Tells whether the SDK found no region. It has no name for this error, only words. */
export function isRegionMissing({ message }: Error): boolean {
  return /region is missing/i.test(message);
}
