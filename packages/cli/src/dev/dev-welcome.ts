import { join } from 'node:path';
import { drawFields } from '../draw-fields.ts';
import { nextCommand } from '../next-command.ts';
import type { Session } from '../session.ts';
import { version } from '../version.ts';
import type { DevPartner } from './dev-connection.ts';

/** What a `hooklane dev` tells of itself when it has started. */
export interface Welcome {
  readonly endpoint: string;
  readonly partners: readonly DevPartner[];
}

/** Says where everything is, and what to do next. Shows no secret. */
export function drawWelcome(
  { endpoint, partners }: Welcome,
  { output: { style }, target }: Pick<Session, 'output' | 'target'>,
): string {
  const { dataDir } = target;
  const [first] = partners;
  const listed = partners.map(({ partnerId, isDisabled }) =>
    isDisabled ? `${partnerId} ${style('yellow', '(disabled)')}` : partnerId,
  );
  const add = nextCommand(target, 'partner add acme');
  return [
    `${style('bold', `hooklane dev ${version}`)}: lanes on this machine, until Ctrl-C`,
    '',
    drawFields([
      ['SQS', endpoint],
      ['Data', dataDir],
      ['Partners', listed.length === 0 ? `none yet: ${add}` : listed.join(', ')],
      ['Secrets', join(dataDir, 'secrets.json')],
      ...(first === undefined
        ? []
        : [
            ['', nextCommand(target, `partner show ${first.partnerId} --secret`)] as const,
            [
              'Publish',
              nextCommand(
                target,
                `publish ${first.partnerId} --url http://127.0.0.1:3000/ --data '{}'`,
              ),
            ] as const,
          ]),
    ]),
  ].join('\n');
}
