import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { drawFields } from '../draw-fields.ts';
import { showDuration } from '../duration.ts';
import { readInputFile } from '../input-file.ts';
import type { Run } from '../program.ts';
import { parseHeaders, parseRawRequest, type RawRequest } from '../raw-request.ts';
import type { Session } from '../session.ts';
import { readVerifySecrets, type SecretFlags } from '../verify-secrets.ts';

interface VerifyFlags extends SecretFlags {
  readonly request?: string;
  readonly headersFile?: string;
  readonly bodyFile?: string;
}

/** `hooklane verify` */
export function addVerify(program: Command, run: Run): void {
  program
    .command('verify')
    .description('learn why a signature fails')
    .option(
      '--request <path>',
      'file with headers, an empty line and the body; or on standard input',
    )
    .option('--headers-file <path>', 'file with the headers; with --body-file')
    .option('--body-file <path>', 'file with the exact body')
    .option('--partner <id>', 'whose secrets to verify with')
    .option('--secret-file <path>', 'file with the secret; or in HOOKLANE_SECRET')
    .action(run(verify));
}

async function verify(session: Session, flags: VerifyFlags): Promise<void> {
  const { output } = session;
  const secrets = await readVerifySecrets(flags, session);
  const request = await readRequest(flags, session);
  const [{ diagnoseSignature }, { systemClock }] = await Promise.all([
    import('../diagnose-signature.ts'),
    import('@hooklane/core'),
  ]);
  const diagnosis = diagnoseSignature(request, { secrets, clock: systemClock });
  const { style } = output;
  if (diagnosis.kind === 'valid') {
    const { id, signedAt, scheme } = diagnosis;
    const age = showDuration(Math.max(0, systemClock.now() - signedAt));
    output.result(diagnosis, () =>
      drawFields([
        ['Signature', style('green', 'valid')],
        ['Hook', id],
        ['Signed', `${showTime(signedAt)}, ${age} ago`],
        ['Scheme', scheme],
      ]),
    );
    return;
  }
  output.result(diagnosis, () =>
    drawFields([
      ['Signature', style('red', 'not valid')],
      ['Why', `${diagnosis.why}.`],
      ...(diagnosis.advice === '' ? [] : [['What to do', `${diagnosis.advice}.`] as const]),
    ]),
  );
  session.fail();
}

async function readRequest(flags: VerifyFlags, session: Session): Promise<RawRequest> {
  const { request, headersFile, bodyFile } = flags;
  const { directory } = session;
  if (headersFile === undefined && bodyFile === undefined) {
    const bytes =
      request === undefined
        ? await session.readInput(
            'Give the request: --request <path>, --headers-file with --body-file, or pipe it in',
          )
        : await readInputFile(request, { directory, option: '--request' });
    return parseRawRequest(bytes);
  }
  if (request !== undefined || headersFile === undefined || bodyFile === undefined) {
    throw new CliError('Give --request alone, or --headers-file and --body-file together');
  }
  const [headers, body] = await Promise.all([
    readInputFile(headersFile, { directory, option: '--headers-file' }),
    readInputFile(bodyFile, { directory, option: '--body-file' }),
  ]);
  return { headers: parseHeaders(headers.toString('latin1')), body };
}

function showTime(ms: number): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  return format.format(ms);
}
