/**
 * Moves the time of this process on: what another process had received before it was killed is then past
 * its visibility time-out, and nobody has to wait for it.
 */
export function shiftDate(ms: number): void {
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) =>
      Reflect.construct(target, args.length === 0 ? [RealDate.now() + ms] : args),
    get: (target, property) =>
      property === 'now' ? () => RealDate.now() + ms : Reflect.get(target, property),
  });
}
