/** Milliseconds since the epoch, with fractions: to be compared between processes of one machine. */
export function epochNow(): number {
  return performance.timeOrigin + performance.now();
}
