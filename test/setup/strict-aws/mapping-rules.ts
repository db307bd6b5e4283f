import type { AccountState, MappingState } from './account-state.ts';
import { type Answer, jsonAnswer, Refusal } from './answers.ts';
import type { AwsCall } from './aws-call.ts';
import { checkTimeout, invalid, isTooNew, nameOf } from './lambda-rules.ts';

type Json = Record<string, unknown>;

const polling = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** What Lambda does with event source mappings and moto does not. */
export async function mappingRules(
  { operation, input }: AwsCall,
  forward: () => Promise<Answer>,
  state: AccountState,
): Promise<Answer | undefined> {
  const id = String(input['UUID'] ?? '');
  const known = state.mappings.get(id);
  switch (operation) {
    case 'CreateEventSourceMapping':
      checkNew(input, state);
      return remember(await forward(), input, state);
    case 'UpdateEventSourceMapping':
    case 'DeleteEventSourceMapping': {
      if (known === undefined) return undefined;
      refuseWhileBusy(known, state);
      const answer = await forward();
      if (answer.status >= 300) return answer;
      known.readyAt = state.clock.now() + state.propagation.mappingMs;
      known.busy = busyName(operation, input);
      if (input['FunctionName'] !== undefined) known.functionName = String(input['FunctionName']);
      if (operation === 'DeleteEventSourceMapping' && state.propagation.mappingMs === 0) {
        state.mappings.delete(id);
      }
      return patchOne(answer, state);
    }
    case 'GetEventSourceMapping':
      return ghost(id, known, state) ?? patchOne(await forward(), state);
    case 'ListEventSourceMappings':
      return patchAll(await forward(), input, state);
    default:
      return undefined;
  }
}

function checkNew(input: AwsCall['input'], state: AccountState): void {
  const functionName = String(input['FunctionName']);
  const source = String(input['EventSourceArn']);
  const working = state.functions.get(nameOf(functionName));
  if (working === undefined) {
    throw new Refusal('ResourceNotFoundException', `Function not found: ${functionName}`, 404);
  }
  const twin = [...state.mappings.values()].some(
    (one) => one.functionName === functionName && one.source === source,
  );
  if (twin) {
    const message = `An event source mapping with SQS arn ("${source}") and function ("${functionName}") already exists`;
    throw new Refusal('ResourceConflictException', message, 409);
  }
  checkTimeout(working.timeoutSeconds, source, state);
  const role = state.roles.get(working.role);
  const allowed =
    role === undefined || isTooNew(role, state) ? [] : allowedOn(role.policies, source);
  const denied = polling.find((action) => !allowed.includes(action));
  if (denied === undefined) return;
  const action = denied.slice('sqs:'.length);
  throw invalid(`The provided execution role does not have permissions to call ${action} on SQS`);
}

function allowedOn(policies: ReadonlyMap<string, string>, resource: string): readonly string[] {
  return [...policies.values()].flatMap((text) => {
    const { Statement } = JSON.parse(text) as {
      Statement: { Effect: string; Action: string[]; Resource: string[] }[];
    };
    return Statement.filter(
      ({ Effect, Resource }) => Effect === 'Allow' && Resource.includes(resource),
    ).flatMap(({ Action }) => Action);
  });
}

function remember(answer: Answer, input: AwsCall['input'], state: AccountState): Answer {
  if (answer.status >= 300) return answer;
  const id = String((JSON.parse(answer.body) as Json)['UUID']);
  state.mappings.set(id, {
    functionName: String(input['FunctionName']),
    source: String(input['EventSourceArn']),
    readyAt: state.clock.now() + state.propagation.mappingMs,
    busy: 'Creating',
  });
  return patchOne(answer, state);
}

function busyName(operation: string, { Enabled }: AwsCall['input']): string {
  if (operation === 'DeleteEventSourceMapping') return 'Deleting';
  if (Enabled === undefined) return 'Updating';
  return Enabled === true ? 'Enabling' : 'Disabling';
}

function refuseWhileBusy({ readyAt, busy }: MappingState, { clock }: AccountState): void {
  if (clock.now() >= readyAt) return;
  const message = `Cannot update the event source mapping because it is in use: ${busy}`;
  throw new Refusal('ResourceInUseException', message, 400);
}

/** A mapping that is being deleted is there until it is gone. */
function ghost(
  id: string,
  known: MappingState | undefined,
  state: AccountState,
): Answer | undefined {
  if (known?.busy !== 'Deleting') return undefined;
  if (state.clock.now() >= known.readyAt) {
    state.mappings.delete(id);
    return undefined;
  }
  return jsonAnswer(ghostOf(id, known));
}

function ghostOf(UUID: string, { functionName, source }: MappingState): Json {
  return { UUID, FunctionArn: functionName, EventSourceArn: source, State: 'Deleting' };
}

function patchAll(answer: Answer, input: AwsCall['input'], state: AccountState): Answer {
  if (answer.status >= 300) return answer;
  const body = JSON.parse(answer.body) as { EventSourceMappings: Json[] };
  const ghosts = [...state.mappings].flatMap(([id, known]) => {
    const isListed = input['EventSourceArn'] === known.source;
    return isListed && ghost(id, known, state) !== undefined ? [ghostOf(id, known)] : [];
  });
  const EventSourceMappings = [
    ...body.EventSourceMappings.map((one) => patched(one, state)),
    ...ghosts,
  ];
  return { ...answer, body: JSON.stringify({ ...body, EventSourceMappings }) };
}

function patchOne(answer: Answer, state: AccountState): Answer {
  if (answer.status >= 300) return answer;
  return { ...answer, body: JSON.stringify(patched(JSON.parse(answer.body) as Json, state)) };
}

/** moto answers the version behind an alias, and is ready at once. */
function patched(mapping: Json, state: AccountState): Json {
  const known = state.mappings.get(String(mapping['UUID']));
  if (known === undefined) return mapping;
  const isBusy = state.clock.now() < known.readyAt;
  return {
    ...mapping,
    FunctionArn: known.functionName,
    ...(isBusy && { State: known.busy }),
  };
}
