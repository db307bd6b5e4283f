import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { slugOf } from './slug.ts';

const pages = fileURLToPath(new URL('../dist/pages/', import.meta.url));

/** Links of the sidebar to the pages under a folder, by path. */
function linksTo(folder, textOf) {
  return readdirSync(`${pages}${folder}`, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .map((name) => name.slice(0, -'.md'.length))
    .sort()
    .map((name) => ({ text: textOf(name), link: `/${folder}/${name}` }));
}

const guides = [
  { text: 'Getting started', link: '/getting-started' },
  { text: 'Concepts', link: '/concepts' },
  { text: 'Delivery semantics', link: '/delivery-semantics' },
  { text: 'For partners', link: '/for-partners' },
  { text: 'Security', link: '/security' },
  { text: 'Operating', link: '/operating' },
  { text: 'Costs', link: '/costs' },
  { text: 'Migrating', link: '/migrating' },
];

const reference = [
  { text: 'The command', link: '/cli' },
  { text: 'Error codes', link: '/errors' },
  { text: 'Permissions', link: '/iam' },
  { text: 'Benchmarks', link: '/benchmarks' },
  { text: 'Dependencies', link: '/dependencies' },
];

const project = [
  { text: 'Architecture', link: '/project/architecture' },
  { text: 'Contributing', link: '/project/contributing' },
  { text: 'Reporting a hole', link: '/project/security-policy' },
];

// biome-ignore lint/style/noDefaultExport: VitePress reads the default export
export default defineConfig({
  title: 'Hooklane',
  description: 'Webhooks through one lane per partner',
  srcDir: 'dist/pages',
  outDir: 'dist/html',
  cacheDir: 'dist/cache',
  cleanUrls: true,
  markdown: {
    anchor: { slugify: slugOf },
    config: (markdown) => {
      const { fence } = markdown.renderer.rules;
      markdown.renderer.rules.fence = (tokens, index, ...rest) => {
        const { info, content } = tokens[index];
        return info.trim() === 'mermaid'
          ? `<MermaidDiagram source="${encodeURIComponent(content)}" />`
          : fence(tokens, index, ...rest);
      };
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guides', link: '/getting-started' },
      { text: 'API', link: '/api/' },
    ],
    sidebar: [
      { text: 'Guides', items: guides },
      { text: 'Reference', items: reference },
      { text: 'API', collapsed: true, items: linksTo('api', (name) => name) },
      {
        text: 'Packages',
        collapsed: true,
        items: linksTo('packages', (name) =>
          ['cli', 'create-hooklane'].includes(name) ? name : `@hooklane/${name}`,
        ),
      },
      { text: 'Examples', collapsed: true, items: linksTo('examples', (name) => name) },
      { text: 'Project', collapsed: true, items: project },
    ],
  },
  vite: {
    // Mermaid is loaded by the pages that have a diagram only.
    build: { chunkSizeWarningLimit: 4_000 },
  },
});
