import { isThere, listFiles, packages, readText } from '../workspace.ts';

/** A fenced block of TypeScript in a document. */
export interface Block {
  readonly document: string;
  /** From 1. */
  readonly number: number;
  /** The line of the document on which the code begins, from 1. */
  readonly line: number;
  readonly code: string;
}

const documents = [
  'README.md',
  ...packages.map(({ path }) => `${path}/README.md`),
  ...listFiles('docs').filter((path) => path.endsWith('.md')),
].filter(isThere);

/** Every block of TypeScript of the READMEs and of docs/. */
export const blocks: readonly Block[] = documents.flatMap(readBlocks);

/** The name of the file that a block becomes. */
export function fileOf({ document, number }: Block): string {
  return `${document.replaceAll('/', '.')}.${number}.ts`;
}

function readBlocks(document: string): readonly Block[] {
  const text = readText(document);
  return [...text.matchAll(/^```ts\b[^\n]*\n(.*?)^```/gms)].map((match, index) => {
    const before = text.slice(0, match.index);
    return {
      document,
      number: index + 1,
      line: before.split('\n').length + 1,
      code: match[1] ?? '',
    };
  });
}
