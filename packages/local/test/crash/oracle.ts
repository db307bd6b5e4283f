/** What was seen of a run: ids of hooks. */
export interface Observed {
  /** SQS confirmed them to the publisher. */
  readonly accepted: ReadonlySet<string>;
  /** Handed to publishing, confirmed or not. */
  readonly published: ReadonlySet<string>;
  /** The partner answered 2xx or 410. */
  readonly delivered: ReadonlySet<string>;
  /** In the lane, whatever their state. */
  readonly pending: ReadonlySet<string>;
  readonly deadLetters: ReadonlySet<string>;
  /** With a result in the results queue. */
  readonly results: ReadonlySet<string>;
  /** Came to the partner with different bodies under one id. */
  readonly changed: ReadonlySet<string>;
}

/** Says what is wrong, one sentence for each hook; nothing when every promise was kept. */
export function judge(seen: Observed): readonly string[] {
  const { accepted, published, delivered, pending, deadLetters, results, changed } = seen;
  const isSomewhere = (id: string): boolean =>
    delivered.has(id) || pending.has(id) || deadLetters.has(id);
  return [
    ...[...accepted].filter((id) => !isSomewhere(id)).map((id) => `${id} is lost`),
    ...[...accepted]
      .filter((id) => isSomewhere(id) && !pending.has(id) && !results.has(id))
      .map((id) => `${id} left its lane without a result`),
    ...[...delivered, ...pending, ...deadLetters]
      .filter((id) => !published.has(id))
      .map((id) => `${id} came from nowhere`),
    ...[...changed].map((id) => `${id} came with another body`),
  ];
}
