/** How the endpoint of a subscription is doing. */
export interface EndpointHealth {
  readonly subscriptionId: string;
  /** Attempts that the endpoint took, and that it did not. */
  readonly successes: number;
  readonly failures: number;
  /** The first failure after the last success; left out while there is none. */
  readonly failingSince?: number | undefined;
  /** Milliseconds since the epoch, as all times here. */
  readonly lastSuccessAt?: number | undefined;
  readonly lastFailureAt?: number | undefined;
  /** When the host was warned that it will be disabled; left out once it does well again. */
  readonly warnedAt?: number | undefined;
}

/** The health of an endpoint that was never tried. */
export function unknownHealth(subscriptionId: string): EndpointHealth {
  return { subscriptionId, successes: 0, failures: 0 };
}
