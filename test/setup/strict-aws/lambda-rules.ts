import type { AccountState, FunctionState } from './account-state.ts';
import { lastPart } from './account-state.ts';
import { type Answer, jsonAnswer, Refusal } from './answers.ts';
import type { AwsCall } from './aws-call.ts';

type Forward = () => Promise<Answer>;
type Json = Record<string, unknown>;

const mostEnvironmentBytes = 4_096;
const changing = new Set(['UpdateFunctionCode', 'UpdateFunctionConfiguration']);

/** What Lambda does with functions and moto does not. `undefined` for calls that are none of its own. */
export async function functionRules(
  { operation, input }: AwsCall,
  forward: Forward,
  state: AccountState,
): Promise<Answer | undefined> {
  const name = nameOf(input['FunctionName']);
  const known = state.functions.get(name);
  if (operation === 'GetAccountSettings') return accountSettings(state);
  if (operation === 'CreateFunction') return await createFunction(name, input, forward, state);
  if (known === undefined) return undefined;
  if (operation === 'PutFunctionRecursionConfig') {
    known.recursiveLoop = String(input['RecursiveLoop']);
    return jsonAnswer({ RecursiveLoop: known.recursiveLoop });
  }
  if (operation === 'GetFunctionRecursionConfig') {
    return jsonAnswer({ RecursiveLoop: known.recursiveLoop });
  }
  if (changing.has(operation)) return await changeFunction(name, known, input, forward, state);
  if (operation === 'PublishVersion') return await publishVersion(known, forward, state);
  if (operation === 'GetFunction' || operation === 'GetFunctionConfiguration') {
    return patch(await forward(), known, state);
  }
  if (operation === 'DeleteFunction' && input['Qualifier'] === undefined) {
    const answer = await forward();
    if (answer.status < 300) state.functions.delete(name);
    return answer;
  }
  return undefined;
}

async function createFunction(
  name: string,
  input: AwsCall['input'],
  forward: Forward,
  state: AccountState,
): Promise<Answer> {
  const role = state.roles.get(lastPart(String(input['Role'])));
  if (role === undefined || !role.trust.includes('lambda.amazonaws.com') || isTooNew(role, state)) {
    throw invalid('The role defined for the function cannot be assumed by Lambda.');
  }
  checkEnvironment(input);
  const answer = await forward();
  if (answer.status >= 300) return answer;
  const created: FunctionState = {
    revision: 1,
    readyAt: state.clock.now() + state.propagation.functionMs,
    busy: 'Pending',
    recursiveLoop: 'Terminate',
    logging: input['LoggingConfig'],
    role: lastPart(String(input['Role'])),
    timeoutSeconds: Number(input['Timeout'] ?? 3),
    published: new Map(),
    statements: new Set(),
    unchangedSince: undefined,
  };
  state.functions.set(name, created);
  return patch(answer, created, state);
}

async function changeFunction(
  name: string,
  known: FunctionState,
  input: AwsCall['input'],
  forward: Forward,
  state: AccountState,
): Promise<Answer> {
  refuseWhileBusy(known, state);
  const revision = input['RevisionId'];
  if (revision !== undefined && revision !== revisionOf(known)) {
    throw new Refusal('PreconditionFailedException', 'The RevisionId is not the latest one', 412);
  }
  checkEnvironment(input);
  const timeout = Number(input['Timeout'] ?? known.timeoutSeconds);
  for (const { functionName, source } of state.mappings.values()) {
    if (nameOf(functionName) === name) checkTimeout(timeout, source, state);
  }
  const answer = await forward();
  if (answer.status >= 300) return answer;
  known.revision += 1;
  known.busy = 'InProgress';
  known.readyAt = state.clock.now() + state.propagation.functionMs;
  known.logging = input['LoggingConfig'] ?? known.logging;
  known.timeoutSeconds = timeout;
  known.unchangedSince = undefined;
  return patch(answer, known, state);
}

async function publishVersion(
  known: FunctionState,
  forward: Forward,
  state: AccountState,
): Promise<Answer> {
  refuseWhileBusy(known, state);
  if (known.unchangedSince !== undefined) return jsonAnswer({ Version: known.unchangedSince }, 201);
  const answer = await forward();
  if (answer.status >= 300) return answer;
  const version = String((JSON.parse(answer.body) as Json)['Version']);
  known.unchangedSince = version;
  known.published.set(version, known.logging);
  return patch(answer, known, state);
}

/** Adds what moto leaves out of a function. */
function patch(answer: Answer, known: FunctionState, state: AccountState): Answer {
  if (answer.status >= 300) return answer;
  const body = JSON.parse(answer.body) as Json;
  const configuration = (body['Configuration'] ?? body) as Json;
  const version = String(configuration['Version'] ?? '$LATEST');
  const isBusy = version === '$LATEST' && state.clock.now() < known.readyAt;
  const patched = {
    ...configuration,
    LoggingConfig: known.published.get(version) ?? known.logging,
    RevisionId: revisionOf(known),
    State: isBusy && known.busy === 'Pending' ? 'Pending' : 'Active',
    LastUpdateStatus: isBusy && known.busy === 'InProgress' ? 'InProgress' : 'Successful',
  };
  const whole = body['Configuration'] === undefined ? patched : { ...body, Configuration: patched };
  return { ...answer, body: JSON.stringify(whole) };
}

function refuseWhileBusy(known: FunctionState, { clock }: AccountState): void {
  if (clock.now() >= known.readyAt) return;
  throw new Refusal(
    'ResourceConflictException',
    `The operation cannot be performed at this time. The function is currently in the following state: ${known.busy}`,
    409,
  );
}

function checkEnvironment(input: AwsCall['input']): void {
  const variables = (input['Environment'] as { Variables?: object } | undefined)?.Variables ?? {};
  const bytes = Buffer.byteLength(Object.entries(variables).flat().join(''));
  if (bytes > mostEnvironmentBytes) throw invalid('Environment variables are longer than 4 KB');
}

/** Lambda refuses a mapping whose function may work longer than a message is hidden. */
export function checkTimeout(timeout: number, source: string, state: AccountState): void {
  const visibility = state.visibilitySeconds.get(lastPart(source)) ?? 30;
  if (timeout <= visibility) return;
  throw invalid(
    `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
  );
}

/** Whether Lambda does not know a role yet as it is. */
export function isTooNew(
  { usableAt }: { readonly usableAt: number },
  state: AccountState,
): boolean {
  return state.clock.now() < usableAt;
}

/** The name in a function's name, ARN or alias. */
export function nameOf(functionName: unknown): string {
  const text = String(functionName ?? '');
  const [, named] = /^arn:[^:]+:lambda:[^:]+:\d+:function:([^:]+)/.exec(text) ?? [];
  return named ?? text.split(':')[0] ?? '';
}

export function invalid(message: string): Refusal {
  return new Refusal('InvalidParameterValueException', message);
}

function revisionOf({ revision }: FunctionState): string {
  return `00000000-0000-4000-8000-${String(revision).padStart(12, '0')}`;
}

function accountSettings({ functions }: AccountState): Answer {
  const AccountLimit = {
    TotalCodeSize: 300 * 2 ** 30,
    CodeSizeUnzipped: 250 * 2 ** 20,
    CodeSizeZipped: 50 * 2 ** 20,
    ConcurrentExecutions: 1_000,
    UnreservedConcurrentExecutions: 1_000,
  };
  return jsonAnswer({
    AccountLimit,
    AccountUsage: { TotalCodeSize: 0, FunctionCount: functions.size },
  });
}
