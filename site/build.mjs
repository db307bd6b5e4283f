// Builds the site: API reference, pages out of the repository's documents, and HTML of both.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vitepress';
import { checkDiagrams } from './build/check-diagrams.mjs';
import { writeApi } from './build/write-api.mjs';
import { writePages } from './build/write-pages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = join(root, 'site/dist/pages');

await rm(join(root, 'site/dist'), { recursive: true, force: true });
await writeApi({ root, out: join(pages, 'api') });
await writePages({ root, out: pages });
await checkDiagrams(pages);
await build(join(root, 'site'));
