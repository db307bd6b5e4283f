import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slugOf } from '../site/.vitepress/slug.ts';
import { isThere, listFiles, readText } from './workspace.ts';

const documents = [
  ...['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'],
  ...listFiles('docs'),
  ...['examples', 'packages'].flatMap((group) =>
    listFiles(group).filter((path) => /^[^/]+\/[^/]+\/README\.md$/.test(path)),
  ),
].filter((path) => path.endsWith('.md'));

/** A document without its fenced code. */
function proseOf(document: string): string {
  return readText(document).replace(/^```[\s\S]*?^```$/gm, '');
}

/** Anchors of a document: those of its headings, by the rules of GitHub, and those it sets itself. */
function anchorsOf(document: string): ReadonlySet<string> {
  const prose = proseOf(document);
  const seen = new Map<string, number>();
  const headings = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('`', '');
    const slug = slugOf(text);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  const own = [...prose.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id);
  return new Set([...headings, ...own]);
}

/** Links of a document to the repository, with what is wrong about each. */
function brokenLinks(document: string): readonly string[] {
  const prose = proseOf(document);
  const links = [
    ...[...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link),
    ...[...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map(([, link = '']) => link),
  ];
  return links.flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return link.startsWith('https://') ? [] : [`${link}: not https`];
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? document : posix.join(posix.dirname(document), path);
    if (target.startsWith('..')) return [`${link}: outside of the repository`];
    if (!isThere(target)) return [`${link}: no such file`];
    if (anchor === undefined) return [];
    const page = target.endsWith('.md') ? target : join(target, 'README.md');
    if (!isThere(page)) return [`${link}: an anchor needs a document`];
    return anchorsOf(page).has(anchor) ? [] : [`${link}: no such heading`];
  });
}

describe('the links of the documents', () => {
  it.each(documents)('lead somewhere in %s', (document) => {
    expect(brokenLinks(document)).toEqual([]);
  });

  it('lead from the landing page to every guide and reference', () => {
    const index = readText('docs/index.md');
    const pages = listFiles('docs').filter((path) => path !== 'docs/index.md');
    expect(pages.filter((path) => !index.includes(`(${posix.basename(path)})`))).toEqual([]);
  });

  it('lead from the sidebar of the site to every guide and reference', () => {
    const config = readText('site/.vitepress/config.mjs');
    const names = listFiles('docs').map((path) => posix.basename(path, '.md'));
    const left = names.filter((name) => name !== 'index' && !config.includes(`link: '/${name}'`));
    expect(left).toEqual([]);
  });
});

describe('the guides', () => {
  const references = ['benchmarks', 'cli', 'dependencies', 'errors', 'iam'];
  const guides = listFiles('docs').filter(
    (path) => !references.includes(posix.basename(path, '.md')),
  );

  it.each(guides)('fit into 200 lines: %s', (path) => {
    expect(readText(path).trimEnd().split('\n').length).toBeLessThan(200);
  });
});
