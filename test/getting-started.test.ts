import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DocumentStep, readDocumentSteps } from '../scripts/release/document-steps.ts';
import { missingLine } from '../scripts/release/expected-output.ts';
import { runDocument } from '../scripts/release/run-document.ts';
import { createStepLog } from '../scripts/release/step-log.ts';
import { isThere, readText } from './workspace.ts';

function markdown(...lines: readonly string[]): string {
  return lines.join('\n');
}

describe('what a document tells its reader to do', () => {
  it('is its blocks of commands, and what they print', () => {
    const text = markdown(
      '# A',
      '',
      '```sh',
      'npm install',
      'cd a',
      '```',
      '',
      '```text',
      'b',
      '```',
    );
    expect(readDocumentSteps(text)).toEqual([
      { kind: 'run', line: 4, code: 'npm install\ncd a', mode: { kind: 'foreground' } },
      { kind: 'expect', line: 9, text: 'b', ofBackground: false },
    ]);
  });

  it('is said by comments where a reader knows without', () => {
    const text = markdown(
      '<!-- run: background until "ready on" -->',
      '',
      '```sh',
      'npm start',
      '```',
      'Save this:',
      '<!-- run: file src/a.ts -->',
      '```ts',
      'a();',
      '```',
      '<!-- run: log -->',
      '```text',
      'received',
      '```',
      '<!-- run: stop -->',
      '<!-- run: on moto -->',
      '```sh',
      'plan',
      '```',
    );
    expect(readDocumentSteps(text)).toEqual([
      { kind: 'run', line: 4, code: 'npm start', mode: { kind: 'background', until: 'ready on' } },
      { kind: 'write', line: 9, path: 'src/a.ts', text: 'a();' },
      { kind: 'expect', line: 13, text: 'received', ofBackground: true },
      { kind: 'stop', line: 15 },
      { kind: 'run', line: 18, code: 'plan', mode: { kind: 'moto' } },
    ]);
  });

  it('leaves out what is skipped, with what it would print', () => {
    const text = markdown(
      '<!-- run: skip: needs an AWS account -->',
      '```sh',
      'cdk deploy',
      '```',
      '```text',
      'deployed',
      '```',
    );
    expect(readDocumentSteps(text)).toEqual([
      {
        kind: 'run',
        line: 3,
        code: 'cdk deploy',
        mode: { kind: 'skip', reason: 'needs an AWS account' },
      },
    ]);
  });

  it('does not look at other languages, nor at text that nothing printed', () => {
    const text = markdown('```text', 'a picture', '```', '```ts', 'b();', '```');
    expect(readDocumentSteps(text)).toEqual([]);
  });

  it.each([
    ['<!-- run: sometimes -->\n```sh\nls\n```', /Line 3: not understood: sometimes/],
    ['<!-- run: skip: why -->\nText.', /Line 1: no block follows `skip: why`/],
    ['<!-- run: log -->', /Line 1: no block follows `log`/],
    ['<!-- runs: stop -->', /Line 1: not understood/],
    ['<!-- run: on moto -->\n```ts\na();\n```', /Line 3: `on moto` is not for ts/],
    ['```sh\nls', /Line 1: the block has no end/],
  ])('refuses %j', (text, message) => {
    expect(() => readDocumentSteps(text)).toThrow(message);
  });

  it.runIf(isThere('docs/getting-started.md'))('is understood in docs/getting-started.md', () => {
    const kinds = readDocumentSteps(readText('docs/getting-started.md')).map(({ kind }) => kind);
    expect(kinds).toContain('run');
  });
});

describe('an expected output', () => {
  it.each([
    ['a\nb', 'a\nx\nb\n', undefined],
    ['b\na', 'a\nb\n', 'a'],
    ['id …, sent', 'id msg_1, sent', undefined],
    ['…\n  done', '\u001b[32mdone\u001b[0m', undefined],
    ['a.c', 'abc', 'a.c'],
    ['a\na', 'a', 'a'],
  ])('%j against %j misses %j', (expected, output, missing) => {
    expect(missingLine(expected, output)).toBe(missing);
  });
});

describe('a document that is run', () => {
  let directory: string;
  let said: string[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'hooklane-document-'));
    said = [];
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function run(
    text: string,
    moto?: Readonly<Record<string, string>>,
  ): ReturnType<typeof runDocument> {
    const options = { cwd: directory, logs: join(directory, '.logs'), env: process.env, moto };
    const steps: readonly DocumentStep[] = readDocumentSteps(text);
    return runDocument(steps, { ...options, log: createStepLog((line) => said.push(line)) });
  }

  function block(language: string, ...lines: readonly string[]): string {
    return markdown(`\`\`\`${language}`, ...lines, '```', '');
  }

  it('keeps directories and variables from block to block', async () => {
    const text = [
      block('sh', 'mkdir inner', 'cd inner', 'secret=abc'),
      block('sh', 'echo "$secret in $(basename "$PWD")"'),
      block('text', 'abc in inner'),
    ];
    expect(await run(text.join('\n'))).toEqual({ run: 2, skipped: 0 });
  });

  it('fails at the first command that fails, and names its line', async () => {
    const text = `${block('sh', 'echo before', 'false', 'echo after')}${block('sh', 'ls')}`;
    const failure = run(text);
    await expect(failure).rejects.toThrow(/^line 2: A command failed/);
    await expect(failure).rejects.not.toThrow(/after/);
  });

  it('fails when something else is printed', async () => {
    const text = `${block('sh', 'echo one')}${block('text', 'two')}`;
    await expect(run(text)).rejects.toThrow(/^line 5: `two` was not printed, but:\none/);
  });

  it('waits for what keeps running, talks to it and stops it as Ctrl-C does', async () => {
    const server =
      "require('http').createServer((_, r) => r.end(console.log('asked') ?? 'hi')).listen(0, '127.0.0.1', function () { require('fs').writeFileSync('port', String(this.address().port)); console.log('ready on', this.address().port) })";
    const text = [
      '<!-- run: file server.cjs -->',
      block('js', `${server};`, "process.on('SIGINT', () => process.exit());"),
      '<!-- run: background until "ready on" -->',
      block('sh', 'node server.cjs'),
      block(
        'sh',
        "node -e \"fetch('http://127.0.0.1:' + require('fs').readFileSync('port')).then(async (a) => console.log(await a.text()))\"",
      ),
      block('text', 'hi'),
      '<!-- run: log -->',
      block('text', 'asked'),
      '<!-- run: stop -->',
    ];
    expect(await run(text.join('\n'))).toEqual({ run: 2, skipped: 0 });
  });

  it('skips what needs AWS, and says so, where nothing stands for AWS', async () => {
    const text = [
      '<!-- run: skip: needs an AWS account -->',
      block('sh', 'exit 1'),
      '<!-- run: on moto -->',
      block('sh', 'exit 1'),
    ];
    expect(await run(text.join('\n'))).toEqual({ run: 0, skipped: 2 });
    expect(said).toEqual([
      'skipped           line 3: exit 1: needs an AWS account',
      'skipped           line 8: exit 1: Python here has no moto',
    ]);
  });

  it('tells what stands for AWS to the blocks that need it, and to no others', async () => {
    const text = [
      '<!-- run: on moto -->',
      block('sh', 'echo "at $AWS_ENDPOINT_URL."'),
      block('text', 'at http://127.0.0.1:1.'),
      block('sh', 'echo "at $AWS_ENDPOINT_URL."'),
      block('text', 'at .'),
    ];
    const moto = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    expect(await run(text.join('\n'), moto)).toEqual({ run: 2, skipped: 0 });
  });
});
