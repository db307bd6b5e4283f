import { Command, Help, Option } from 'commander';
import { addCode } from './commands/code.ts';
import { addCompletion } from './commands/completion.ts';
import { addDev } from './commands/dev.ts';
import { addDoctor } from './commands/doctor.ts';
import { addMove } from './commands/move.ts';
import { addPartner } from './commands/partner.ts';
import { addPlan } from './commands/plan.ts';
import { addPlatform } from './commands/platform.ts';
import { addPublish } from './commands/publish.ts';
import { addReplay } from './commands/replay.ts';
import { addSendTest } from './commands/send-test.ts';
import { addSubscription } from './commands/subscription.ts';
import { addTail } from './commands/tail.ts';
import { addVerify } from './commands/verify.ts';
import { createOutput } from './output.ts';
import { formatRootHelp } from './root-help.ts';
import { createSession, type Session } from './session.ts';
import { createTarget, defaultDataDir, localStage } from './target.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

const widestHelp = 100;

/** Makes an action of commander out of what a command does: arguments first, then its own options. */
export type Run = <Arguments extends readonly unknown[]>(
  action: (session: Session, ...args: Arguments) => Promise<void>,
) => (...args: readonly unknown[]) => Promise<void>;

interface GlobalOptions {
  readonly stage: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly dataDir: string;
  readonly json?: true;
  readonly yes?: true;
  readonly color: boolean;
}

export interface ProgramOptions {
  /** Called when a part of the work failed although nothing was thrown. */
  readonly onFail: () => void;
  /** The parser says nothing about its errors: whoever runs the program tells them as JSON. */
  readonly isJson: boolean;
}

const adders = [
  addDev,
  addPlatform,
  addPartner,
  addPlan,
  addPublish,
  addSendTest,
  addSubscription,
  addTail,
  addReplay,
  addMove,
  addVerify,
  addCode,
  addDoctor,
  addCompletion,
];

/** Puts the command together. */
export function createProgram(terminal: Terminal, { onFail, isJson }: ProgramOptions): Command {
  const program = createRoot(terminal, isJson);
  const run: Run = (action) => startAction(terminal, onFail, action);
  for (const add of adders) add(program, run);
  for (const command of allCommands(program)) {
    command.exitOverride().configureHelp({ subcommandTerm });
  }
  program.configureHelp({ subcommandTerm, formatHelp: formatRootHelp });
  return program;
}

/** What every command takes. */
function createRoot(terminal: Terminal, isJson: boolean): Command {
  const helpWidth = (): number => Math.min(terminal.columns, widestHelp);
  // An empty variable is how scripts unset one.
  const stage = terminal.env['HOOKLANE_STAGE'] || localStage;
  return new Command('hooklane')
    .description('Webhooks through one lane per partner: locally, and on AWS.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .option('-s, --stage <stage>', 'local, or on AWS', stage)
    .option('--region <region>', 'AWS region')
    .option('--endpoint <url>', 'instead of AWS')
    .option('--data-dir <path>', 'of `hooklane dev`', defaultDataDir)
    .option('--json', 'for programs')
    .option('-y, --yes', 'ask nothing')
    .addOption(new Option('--no-color', 'no colours; as NO_COLOR does').hideHelp())
    .addOption(new Option('--debug', 'print the stack of an unexpected error').hideHelp())
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.write(text),
      writeErr: (text) => {
        if (!isJson) terminal.writeError(text);
      },
      outputError: (text, write) => {
        if (!isJson) write(text);
      },
      getOutHelpWidth: helpWidth,
      getErrHelpWidth: helpWidth,
    });
}

function startAction<Arguments extends readonly unknown[]>(
  terminal: Terminal,
  onFail: () => void,
  action: (session: Session, ...args: Arguments) => Promise<void>,
): (...args: readonly unknown[]) => Promise<void> {
  return async (...given) => {
    // Commander gives the arguments, the command's own options, and last the command.
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<GlobalOptions>();
    const shown = options.color ? terminal : { ...terminal, hasColour: false };
    const session = createSession({
      terminal,
      output: createOutput(shown, { isJson: options.json === true }),
      target: createTarget({
        stage: options.stage,
        region: options.region,
        endpoint: options.endpoint,
        dataDir: options.dataDir,
        directory: terminal.directory,
        env: terminal.env,
        signal: terminal.signal,
      }),
      saysYes: options.yes === true,
      onFail,
    });
    await action(session, ...(given.slice(0, -1) as unknown as Arguments));
  };
}

/** Shows `partner` where the parser would show `partner [options] [command]`: help fits a screen. */
function subcommandTerm(command: Command): string {
  const usual = new Help().subcommandTerm(command);
  return usual.replace(' [options]', '');
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}
