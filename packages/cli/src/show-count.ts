/** Shows a number to a person: `1,234`. */
export function showNumber(count: number): string {
  return count.toLocaleString('en-US');
}

/** Shows how many there are of something: `1 hook`, `1,234 hooks`. */
export function showCount(count: number, one: string, many = `${one}s`): string {
  return `${showNumber(count)} ${count === 1 ? one : many}`;
}
