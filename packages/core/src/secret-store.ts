/** Where the signing secrets of partners are kept. */
export interface SecretStore {
  /**
   * The active secrets of a partner, newest first: `whsec_…` or `whsk_…`. An empty list when the
   * partner has none: its hooks then wait, because nothing is ever sent unsigned.
   */
  getSecrets(
    partnerId: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<readonly string[]>;
}
