// Writes the pages of the site: the documents of the repository, with links that lead to pages or to the repository.
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';

const repository = 'https://github.com/hooklane/hooklane';

/** Documents at the root of the repository, and the names of their pages. */
const rootPages = {
  'ARCHITECTURE.md': 'project/architecture.md',
  'CONTRIBUTING.md': 'project/contributing.md',
  'README.md': 'project/readme.md',
  'SECURITY.md': 'project/security-policy.md',
};

/** The documents that become pages: path in the repository → path in the site. */
async function listPages(root) {
  const guides = (await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md'));
  const folders = await Promise.all(
    ['packages', 'examples'].map(async (group) =>
      (await readdir(join(root, group))).map((name) => [
        `${group}/${name}/README.md`,
        `${group}/${name}.md`,
      ]),
    ),
  );
  const all = [
    ...Object.entries(rootPages),
    ...guides.map((name) => [`docs/${name}`, name]),
    ...folders.flat(),
  ];
  const found = await Promise.all(all.map(([source]) => isThere(join(root, source))));
  return new Map(all.filter((_, index) => found[index]));
}

async function isThere(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Where a link of a document leads in the site; throws when it leads nowhere. */
async function resolveLink(link, source, { root, pages }) {
  const [path = '', anchor] = link.split('#');
  const target = posix.join(posix.dirname(source), path).replace(/\/$/, '');
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const page = pages.get(target) ?? pages.get(`${target}/README.md`);
  if (page !== undefined) return posix.relative(posix.dirname(pages.get(source)), page) + hash;
  if (!(await isThere(join(root, target)))) {
    throw new Error(`${source}: the link ${link} leads nowhere`);
  }
  return `${repository}/tree/main/${target}${hash}`;
}

/** Rewrites the relative links of a document, but for those in fenced code. */
async function rewriteLinks(text, source, site) {
  const parts = text.split(/(^```[^\n]*\n[\s\S]*?^```$)/m);
  const written = parts.map(async (part, index) => {
    if (index % 2 === 1) return part;
    const links = new Set(
      [...part.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link]) => link)
        .filter((link) => !/^(#|[a-z]+:)/.test(link)),
    );
    const targets = await Promise.all(
      [...links].map(async (link) => [link, await resolveLink(link, source, site)]),
    );
    return targets.reduce((all, [link, to]) => all.replaceAll(`](${link})`, `](${to})`), part);
  });
  return (await Promise.all(written)).join('');
}

/** Writes every page under `out`. Throws when a link leads nowhere. */
export async function writePages({ root, out }) {
  const pages = await listPages(root);
  for (const [source, page] of pages) {
    const text = await readFile(join(root, source), 'utf8');
    await mkdir(dirname(join(out, page)), { recursive: true });
    await writeFile(join(out, page), await rewriteLinks(text, source, { root, pages }));
  }
}
