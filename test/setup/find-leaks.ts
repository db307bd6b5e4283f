/** Stands in the bodies that tests build, so that a body can be told wherever it is shown. */
const bodyMark = 'body-of-a-hook';

const patterns: readonly RegExp[] = [
  /wh(?:sec|sk)_[A-Za-z0-9+/]{16,}=*/,
  /\bv1a?,[A-Za-z0-9+/]{40,}=*/,
  new RegExp(bodyMark),
];

/** Gives the texts that show one of the secrets, or something that looks like one. */
export function findLeaks(
  texts: readonly string[],
  secrets: ReadonlySet<string>,
): readonly string[] {
  return texts.filter(
    (text) =>
      patterns.some((pattern) => pattern.test(text)) ||
      [...secrets].some((secret) => text.includes(secret)),
  );
}
