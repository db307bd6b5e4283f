import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { isHooklaneError } from '@hooklane/core';
import { type Local, startLocal } from '@hooklane/local';
import { lineOfResult } from '../attempt-line.ts';
import { CliError } from '../cli-error.ts';
import { drawAttempt, drawAttemptTitles } from '../draw-attempt.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { createAttemptFeed } from './attempt-feed.ts';
import { startControlServer } from './control-server.ts';
import { readDevFile, removeDevFile, writeDevFile } from './dev-file.ts';
import { createDevLogger } from './dev-logger.ts';
import { drawWelcome } from './dev-welcome.ts';
import { unusableDataDir } from './unusable-data-dir.ts';

/**
 * Runs the local system until the person interrupts it.
 *
 * @throws CliError when another process has the directory
 */
export async function runDev(session: Session, partnerIds: readonly string[]): Promise<void> {
  const { output, signal, target } = session;
  const { dataDir } = target;
  const feed = createAttemptFeed();
  feed.subscribe((result) => {
    const line = lineOfResult(result);
    output.event({ kind: 'attempt', ...line }, () => drawAttempt(line, output));
  });
  const logger = createDevLogger(output);
  await using local = await startIn(dataDir, { dataDir, logger, onResult: feed.publish });
  // Those that are there keep their policy.
  const missing = partnerIds.filter((partnerId) => !local.partnerIds.includes(partnerId));
  for (const partnerId of missing) await local.addPartner(partnerId);
  const token = randomBytes(32).toString('base64url');
  await using control = await startControlServer({ local, feed, token });
  try {
    // In place of what a process left that was killed.
    writeDevFile(dataDir, {
      url: control.url,
      token,
      sqsEndpoint: local.endpoint,
      pid: process.pid,
    });
    const { endpoint } = local;
    const partners = partnersOf(local);
    output.event({ kind: 'started', endpoint, dataDir, partners }, () =>
      [drawWelcome({ endpoint, partners }, session), drawAttemptTitles(output)].join('\n\n'),
    );
    if (!signal.aborted) await once(signal, 'abort');
    output.note('Stopping; hooks that are not delivered stay in their lanes');
  } finally {
    removeDevFile(dataDir);
  }
}

function partnersOf(local: Local) {
  return local.partnerIds.map((partnerId) => ({
    partnerId,
    isDisabled: local.isDisabled(partnerId),
  }));
}

async function startIn(dataDir: string, options: Parameters<typeof startLocal>[0]): Promise<Local> {
  try {
    return await startLocal(options);
  } catch (error) {
    if (!isHooklaneError(error, 'data_dir_in_use')) throw unusableDataDir(dataDir, error) ?? error;
    const pid = readDevFile(dataDir)?.pid;
    const who = pid === undefined ? 'Another process' : `A \`hooklane dev\` (process ${pid})`;
    throw new CliError(
      `${who} works on ${dataDir} already. Use that one, stop it, or choose another directory with --data-dir`,
      { exitCode: exitCodes.refused, code: 'data_dir_in_use' },
    );
  }
}
