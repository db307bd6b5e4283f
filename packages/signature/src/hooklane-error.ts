/**
 * The one error class of Hooklane. It lives here because `signature` is the package that all
 * others can import; `@hooklane/core` exports it again together with the codes of the sender's side.
 *
 * The message names what happened, to what, and what to do; it never holds a secret, a signature,
 * a header or a body.
 */
export class HooklaneError<Code extends string = string> extends Error {
  /** A literal, because `constructor.name` is one letter in a minified bundle. */
  override readonly name = 'HooklaneError';
  /** What {@link isHooklaneError} looks at: two copies of a package break `instanceof`. */
  readonly isHooklaneError = true;
  /** Stable, listed in `docs/errors.md`. */
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Tells whether `error` is a {@link HooklaneError}, also one from another copy of the package. */
export function isHooklaneError<Code extends string = string>(
  error: unknown,
  code?: Code,
): error is HooklaneError<Code> {
  return (
    error instanceof Error &&
    'isHooklaneError' in error &&
    error.isHooklaneError === true &&
    'code' in error &&
    (code === undefined || error.code === code)
  );
}
