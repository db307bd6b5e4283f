/** Who publishes a hook: the publisher that was there before, or Hooklane. */
export type RoutePath = 'legacy' | 'hooklane';

/** One decision about who publishes, as a {@link RouteStore} keeps it. */
export type Route =
  /** Of one partner. It goes before the percentage. */
  | {
      readonly kind: 'partner';
      readonly partnerId: string;
      readonly path: RoutePath;
      /** Raised by every change, from 1. */
      readonly version: number;
    }
  /** Of all partners that have none of their own. There is one at most. */
  | {
      readonly kind: 'percentage';
      /** 0 to 100: so many of these partners go through Hooklane. */
      readonly percentage: number;
      readonly version: number;
    };

/** Tells whether both decide about the same partners. */
export function isSameSubject(one: RouteSubject, other: RouteSubject): boolean {
  if (one.kind === 'percentage' || other.kind === 'percentage') return one.kind === other.kind;
  return one.partnerId === other.partnerId;
}

/** Whom a route is about. */
export type RouteSubject =
  | { readonly kind: 'partner'; readonly partnerId: string }
  | { readonly kind: 'percentage' };
