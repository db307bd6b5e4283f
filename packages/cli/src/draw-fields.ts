/** What is said of one thing: a label and its value. A value of several lines stays in its column. */
export type Field = readonly [label: string, value: string];

/** Lays out fields under each other, the values in one column. */
export function drawFields(fields: readonly Field[]): string {
  const width = Math.max(...fields.map(([label]) => label.length));
  const indent = ' '.repeat(width + 2);
  return fields
    .map(([label, value]) => `${label.padEnd(width)}  ${value.replaceAll('\n', `\n${indent}`)}`)
    .join('\n');
}
