import type { Ask } from './ask.ts';
import { Interrupted } from './ask.ts';
import { type Choices, resolveChoices } from './choices.ts';
import { type CliFlags, parseFlags } from './cli-flags.ts';
import { createRepository } from './git-repository.ts';
import { helpText } from './help-text.ts';
import { readOwnVersion } from './own-version.ts';
import { packageManagers } from './package-manager.ts';
import { createProjectFiles } from './project-files.ts';
import { type Installation, reportOf } from './report.ts';
import { runCommand } from './run-command.ts';
import { listTemplates } from './template-json.ts';
import { UsageError } from './usage-error.ts';
import { checkDirectory, writeProject } from './write-project.ts';

/** Where the command runs. */
export interface Host {
  readonly cwd: string;
  /** `npm_config_user_agent`. */
  readonly userAgent: string | undefined;
  /** Asks a person; without one nobody is asked. */
  readonly ask: Ask | undefined;
  write(text: string): void;
  writeError(text: string): void;
}

/** The command ends with it: done, could not install, wrong use, interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Runs the command to its end. Throws only what nobody expected. */
export async function runCreate(args: readonly string[], host: Host): Promise<ExitCode> {
  try {
    const flags = parseFlags(args);
    const answer = answerTo(flags);
    if (answer === undefined) return await createProject(flags, host);
    host.write(`${answer}\n`);
    return 0;
  } catch (error) {
    if (error instanceof UsageError || isOfFileSystem(error)) {
      host.writeError(`${error.message}\n`);
      return 2;
    }
    if (!(error instanceof Interrupted)) throw error;
    host.writeError('Interrupted: nothing was written\n');
    return 130;
  }
}

/** No rights, no room, a file where a folder should be: the message of the system names the path. */
function isOfFileSystem(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}

function answerTo(flags: CliFlags): string | undefined {
  if (flags.help) return helpText();
  if (flags.version) return readOwnVersion();
  return flags.listTemplates ? listTemplates() : undefined;
}

async function createProject(flags: CliFlags, host: Host): Promise<ExitCode> {
  const { cwd, userAgent } = host;
  const ask = flags.yes ? undefined : host.ask;
  const choices = await resolveChoices(flags, { cwd, userAgent, ask });
  const { directory } = choices;
  const files = createProjectFiles(choices, { version: readOwnVersion() });
  const hasOthers = checkDirectory(directory, { force: flags.force, files });
  writeProject(directory, files);
  const installation = flags.install ? await install(choices) : 'skipped';
  const wantsGit = flags.git && installation !== 'interrupted';
  // After the installation, so that the lockfile is in the commit.
  const repository = wantsGit ? await createRepository(directory, { hasOthers }) : undefined;
  const made = { choices, fileCount: files.size, installation, repository };
  host.write(reportOf(made, { cwd }));
  return exitCodes[installation];
}

const exitCodes: Readonly<Record<Installation, ExitCode>> = {
  done: 0,
  skipped: 0,
  failed: 1,
  interrupted: 130,
};

async function install({ directory, packageManager }: Choices): Promise<Installation> {
  const [command = '', ...args] = packageManagers[packageManager].install.split(' ');
  const { kind } = await runCommand(command, args, { cwd: directory, isShown: true });
  return kind === 'missing' ? 'failed' : kind;
}
