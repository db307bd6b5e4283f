// Parses every diagram of the pages: Mermaid shows a wrong one as an error only when somebody looks at it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Window } from 'happy-dom';

/** Throws when a diagram of a page cannot be parsed. */
export async function checkDiagrams(pages) {
  // Mermaid cleans labels by way of a document, even where it only parses.
  const window = new Window();
  globalThis.window = window;
  globalThis.document = window.document;
  const { default: mermaid } = await import('mermaid');
  const names = (await readdir(pages, { recursive: true })).filter((name) => name.endsWith('.md'));
  for (const name of names) {
    const text = await readFile(join(pages, name), 'utf8');
    for (const [, diagram] of text.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)) {
      await mermaid.parse(diagram).catch((error) => {
        throw new Error(`${name}: ${error.message}\n${diagram}`, { cause: error });
      });
    }
  }
  await window.happyDOM.close();
  // VitePress takes whoever has a window for a browser.
  delete globalThis.window;
  delete globalThis.document;
}
