import type { AccountState } from './account-state.ts';
import type { Answer } from './answers.ts';
import type { AwsCall } from './aws-call.ts';
import { functionRules } from './lambda-rules.ts';
import { mappingRules } from './mapping-rules.ts';
import { checkKnown, complete, memories, refusals } from './other-rules.ts';

/**
 * Answers a call as AWS would: refuses what AWS refuses, has the rest carried out by `forward`, and adds what that
 * leaves out. Throws a `Refusal`.
 */
export async function applyRules(
  call: AwsCall,
  forward: () => Promise<Answer>,
  state: AccountState,
): Promise<Answer> {
  const key = `${call.service} ${call.operation}`;
  refusals[key]?.(call, state);
  const askKnown = async (): Promise<Answer> => {
    const answer = await forward();
    checkKnown(call, answer);
    return answer;
  };
  const ruled =
    call.service === 'lambda'
      ? ((await functionRules(call, askKnown, state)) ??
        (await mappingRules(call, askKnown, state)))
      : undefined;
  const answer = ruled ?? (await askKnown());
  if (answer.status >= 300) return answer;
  memories[key]?.(call, state);
  return complete(call, answer, state);
}
