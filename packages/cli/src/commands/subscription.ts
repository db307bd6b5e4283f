import type { PublishedEvent } from '@hooklane/subscriptions';
import { type Command, InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error.ts';
import type { DevSubscription } from '../dev/subscription-routes.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';
import { showCount } from '../show-count.ts';
import { type Column, drawTable } from '../table.ts';

/** `hooklane subscription` */
export function addSubscription(program: Command, run: Run): void {
  const subscription = program
    .command('subscription')
    .description('who gets which events, of `hooklane dev`');
  subscription
    .command('add')
    .description('subscribe a partner; the first one makes its lane')
    .argument('<partner>', 'its id')
    .requiredOption('--url <url>', 'where its hooks are POSTed')
    .option('--types <types...>', 'types or patterns, such as transfer.*', ['*'])
    .action(run(add));
  subscription
    .command('list')
    .description('list subscriptions, and how their endpoints are doing')
    .action(run(list));
  for (const verb of ['enable', 'disable'] as const) {
    subscription
      .command(verb)
      .description(verb === 'enable' ? 'send it hooks again' : 'let its hooks wait')
      .argument('<id>', 'sub_…')
      .action(run((session: Session, id: string) => turn(session, id, verb)));
  }
  subscription
    .command('remove')
    .description('end a subscription; hooks in the lane are still sent')
    .argument('<id>', 'sub_…')
    .action(run(remove));
  subscription
    .command('publish')
    .description('publish an event to all that subscribe to it')
    .argument('<type>', 'what happened, such as transfer.created')
    .option('--data <json>', 'its data', parseData, {})
    .option('--partner <id>', 'only for this partner')
    .action(run(publish));
}

async function add(
  session: Session,
  partnerId: string,
  { url, types }: { readonly url: string; readonly types: readonly string[] },
): Promise<void> {
  const { subscriptions } = await connect(session);
  const subscription = await subscriptions.subscribe({ partnerId, url, types });
  session.output.result(
    subscription,
    () => `${partnerId} is subscribed to ${types.join(', ')}: ${subscription.id}`,
  );
}

const columns: readonly Column<DevSubscription>[] = [
  { title: 'SUBSCRIPTION', cell: ({ subscription }) => subscription.id },
  { title: 'PARTNER', cell: ({ subscription }) => subscription.partnerId },
  {
    title: 'STATE',
    cell: ({ subscription: { disabledReason, state } }) => disabledReason ?? state,
  },
  {
    title: 'TAKEN',
    align: 'right',
    cell: ({ health: { successRate } }) =>
      successRate === undefined ? '–' : `${Math.floor(successRate * 100)} %`,
  },
  { title: 'TYPES', cell: ({ subscription: { types } }) => types.join(', ') },
];

async function list(session: Session): Promise<void> {
  const { subscriptions } = await connect(session);
  const all = await subscriptions.list();
  session.output.result(all, () =>
    all.length === 0 ? 'No subscriptions' : drawTable(all, columns, session.output.columns),
  );
}

async function turn(session: Session, id: string, verb: 'enable' | 'disable'): Promise<void> {
  const { subscriptions } = await connect(session);
  const subscription = await subscriptions[verb](id);
  session.output.result(subscription, () => `Subscription ${id} is ${verb}d`);
}

async function remove(session: Session, id: string): Promise<void> {
  const { subscriptions } = await connect(session);
  if (!(await subscriptions.unsubscribe(id))) {
    throw new CliError(`There is no subscription ${id}`, {
      exitCode: exitCodes.notFound,
      code: 'unknown_subscription',
    });
  }
  session.output.result({ id, removed: true }, () => `Subscription ${id} has ended`);
}

async function publish(
  session: Session,
  type: string,
  { data, partner }: { readonly data: unknown; readonly partner?: string },
): Promise<void> {
  const { subscriptions } = await connect(session);
  const event = { type, data, ...(partner !== undefined && { partnerId: partner }) };
  const published = await subscriptions.publishEvent(event);
  session.output.result(published, () => drawPublished(published));
}

function drawPublished({ eventId, hooks }: PublishedEvent): string {
  const lines = hooks.map(({ partnerId, hookId, kind }) => `  ${partnerId}  ${hookId}  ${kind}`);
  const count = hooks.length === 0 ? 'nobody subscribes to it' : showCount(hooks.length, 'hook');
  return [`Event ${eventId}: ${count}`, ...lines].join('\n');
}

function parseData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It must be JSON.');
  }
}

async function connect({ target }: Session) {
  if (!target.isLocal) {
    throw new CliError(
      'Subscriptions on AWS are in the store of your own service: see @hooklane/subscriptions. This command is for the stage local',
    );
  }
  return await target.dev();
}
