/** Puts the comments of each block of shell commands in a document below each other, two blanks after the longest command. */
export function alignComments(document: string): string {
  return document.replaceAll(/(?<=^```sh\n).*?(?=^```$)/gms, alignBlock);
}

function alignBlock(block: string): string {
  const lines = block.split('\n').map((line) => {
    const [command = '', comment] = line.split(/ +(?=# )/, 2);
    return { command, comment };
  });
  const commented = lines.filter(({ comment }) => comment !== undefined);
  const width = Math.max(0, ...commented.map(({ command }) => command.length));
  return lines
    .map(({ command, comment }) =>
      comment === undefined ? command : `${command.padEnd(width)}  ${comment}`,
    )
    .join('\n');
}
