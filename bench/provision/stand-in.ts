import type { Clock } from '@hooklane/core';
import { type AllClients, clientNames } from '../../packages/provisioner/src/aws/clients.ts';
import { createAccountState, type Propagation } from '../../test/setup/strict-aws/account-state.ts';
import { Refusal } from '../../test/setup/strict-aws/answers.ts';
import { applyRules } from '../../test/setup/strict-aws/apply-rules.ts';
import type { AwsCall } from '../../test/setup/strict-aws/aws-call.ts';
import { createQuotaRule } from '../../test/setup/strict-aws/quotas.ts';
import type { Service, ServiceModels } from '../../test/setup/strict-aws/service-models.ts';
import { findViolation } from '../../test/setup/strict-aws/validate-call.ts';
import { createMemoryAccount } from './memory-account.ts';

/** How {@link createStandIn} answers. */
export interface StandInOptions {
  readonly clock: Clock;
  readonly propagation: Propagation;
  /** What a call takes, in milliseconds of the clock. */
  readonly latencyMs: number;
  /** Refuses what is above the documented quotas. */
  readonly quotas: boolean;
  /** AWS's own descriptions of its services, to check inputs with; `undefined` where they are not installed. */
  readonly models: ServiceModels | undefined;
}

/** A command of the AWS SDK, of any service. */
export interface SdkCommand {
  readonly constructor: { readonly name: string };
  readonly input: AwsCall['input'];
}

/**
 * Clients of the AWS SDK on an account in memory, under the rules of the strict proxy: the same code, without HTTP
 * between.
 */
export function createStandIn(options: StandInOptions): AllClients {
  const { clock, propagation, latencyMs, models } = options;
  const carryOut = createMemoryAccount();
  const state = createAccountState(clock, propagation);
  const checkQuota = options.quotas ? createQuotaRule(clock) : () => {};
  const answer = async (call: AwsCall): Promise<unknown> => {
    checkQuota(call);
    const violation = models && findViolation(call, models);
    if (violation !== undefined) throw new Refusal('ValidationException', violation);
    const { body } = await applyRules(call, async () => carryOut(call), state);
    return JSON.parse(body);
  };
  const send = async (service: Service, command: SdkCommand): Promise<unknown> => {
    if (latencyMs > 0) await clock.sleep(latencyMs);
    const input = withoutUndefined(command.input) as AwsCall['input'];
    try {
      return await answer({ service, operation: operationOf(command), input });
    } catch (error) {
      throw error instanceof Refusal ? asSdkError(error) : error;
    }
  };
  const clients = clientNames.map((service) => [
    service,
    { send: (command: SdkCommand) => send(service, command) },
  ]);
  // The SDK's clients have an overload for each command; these take all of them.
  return Object.fromEntries(clients) as AllClients;
}

/** The operation that a command asks for. */
export function operationOf(command: SdkCommand): string {
  return command.constructor.name.replace(/Command$/, '');
}

/** A refusal, as the SDK throws it. */
function asSdkError({ code, message, status }: Refusal): Error {
  const $fault = status < 500 ? 'client' : 'server';
  return Object.assign(new Error(message), { name: code, $fault });
}

/** What is `undefined` is not sent. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) =>
      item === undefined ? [] : [[name, withoutUndefined(item)]],
    ),
  );
}
