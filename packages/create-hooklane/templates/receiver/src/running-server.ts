/** Where a server listens. */
export interface ServerOptions {
  /** 0 for one that is free. */
  readonly port: number;
  /** @default '127.0.0.1', which nobody reaches from other machines */
  readonly host?: string;
}

/** A server that listens. */
export interface RunningServer {
  /** Where it takes webhooks. */
  readonly url: string;
  close(): Promise<void>;
}
