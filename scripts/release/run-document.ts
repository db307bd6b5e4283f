import { setTimeout } from 'node:timers/promises';
import { type DocumentShell, startDocumentShell } from './document-shell.ts';
import type { DocumentStep } from './document-steps.ts';
import { missingLine } from './expected-output.ts';
import type { StepLog } from './step-log.ts';

export interface RunDocumentOptions {
  /** An empty directory. */
  readonly cwd: string;
  /** Beside it: where the session writes down what was printed. */
  readonly logs: string;
  readonly env: NodeJS.ProcessEnv;
  /** What commands that need AWS get in their environment; `undefined` where nothing stands for AWS. */
  readonly moto: Readonly<Record<string, string>> | undefined;
  readonly log: StepLog;
}

export interface DocumentReport {
  readonly run: number;
  readonly skipped: number;
}

const readyMs = 60_000;
const expectMs = 30_000;
const pollMs = 50;

/**
 * Does what a document tells its reader to do, in one session, and holds what is printed against what it shows.
 *
 * @throws Error that names the line of the document, when a command fails or prints something else.
 */
export async function runDocument(
  steps: readonly DocumentStep[],
  options: RunDocumentOptions,
): Promise<DocumentReport> {
  const report = { run: 0, skipped: 0 };
  await using shell = startDocumentShell(options);
  let output = '';
  for (const step of steps) {
    try {
      const outcome = await doStep(step, { shell, output, options });
      if (outcome.kind === 'skipped') report.skipped += 1;
      if (outcome.kind === 'ran') {
        report.run += 1;
        output = outcome.output;
      }
    } catch (error) {
      throw new Error(`line ${step.line}: ${(error as Error).message}`, { cause: error });
    }
  }
  return report;
}

type StepOutcome =
  | { readonly kind: 'ran'; readonly output: string }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'done' };

interface StepContext {
  readonly shell: DocumentShell;
  /** Of the block before. */
  readonly output: string;
  readonly options: RunDocumentOptions;
}

async function doStep(step: DocumentStep, context: StepContext): Promise<StepOutcome> {
  switch (step.kind) {
    case 'run':
      return runBlock(step, context);
    case 'expect': {
      const read = step.ofBackground ? () => context.shell.readStarted() : () => context.output;
      await waitForText(step.text, read, step.ofBackground ? expectMs : 0);
      return { kind: 'done' };
    }
    case 'write':
      await context.shell.write(step.path, step.text);
      return { kind: 'done' };
    case 'stop':
      await context.shell.stop();
      return { kind: 'done' };
    default:
      return step satisfies never;
  }
}

async function runBlock(
  { code, line, mode }: Extract<DocumentStep, { kind: 'run' }>,
  { shell, options }: StepContext,
): Promise<StepOutcome> {
  const title = `line ${line}: ${code.replaceAll('\n', '; ')}`;
  const { log, moto } = options;
  switch (mode.kind) {
    case 'skip':
      log.skip(title, mode.reason);
      return { kind: 'skipped' };
    case 'moto':
      if (moto === undefined) {
        log.skip(title, 'Python here has no moto');
        return { kind: 'skipped' };
      }
      return { kind: 'ran', output: await log.run(title, () => shell.run(code, moto)) };
    case 'background':
      await log.run(title, async () => {
        await shell.start(code);
        await waitForText(mode.until, () => shell.readStarted(), readyMs);
      });
      return { kind: 'ran', output: '' };
    case 'foreground':
      return { kind: 'ran', output: await log.run(title, () => shell.run(code, {})) };
    default:
      return mode satisfies never;
  }
}

async function waitForText(text: string, read: () => string, forMs: number): Promise<void> {
  const until = performance.now() + forMs;
  for (;;) {
    const missing = missingLine(text, read());
    if (missing === undefined) return;
    if (performance.now() >= until)
      throw new Error(`\`${missing}\` was not printed, but:\n${read()}`);
    await setTimeout(pollMs);
  }
}
