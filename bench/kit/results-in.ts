/** What is read of a result. */
export interface ResultSeen {
  readonly hookId: string;
}

/** The results in a message of a results queue: Hooklane packs those of a batch into one, others send one each. */
export function resultsIn(body: string): readonly ResultSeen[] {
  const message = JSON.parse(body) as ResultSeen & { readonly results?: readonly ResultSeen[] };
  return message.results ?? [message];
}
