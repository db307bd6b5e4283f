/** What a person got wrong, in one line that says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
