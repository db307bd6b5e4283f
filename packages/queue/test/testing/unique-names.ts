/** Names that differ from each other, in order. */
export function createUniqueNames(): (prefix: string) => string {
  let made = 0;
  return (prefix) => {
    made += 1;
    return `${prefix}-${made}`;
  };
}
