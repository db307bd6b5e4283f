import type { Clock } from '@hooklane/core';
import { provisionPartner, provisionPlatform } from '@hooklane/provisioner';
import type { AllClients } from '../../packages/provisioner/src/aws/clients.ts';
import { createInstantClock } from '../../packages/provisioner/test/aws/instant-clock.ts';
import { codeOf, openAccount } from '../../packages/provisioner/test/aws/strict-account.ts';
import type { ServiceModels } from '../../test/setup/strict-aws/service-models.ts';
import { propagation } from './propagation.ts';
import { recordCalls } from './recorded-calls.ts';
import { createStandIn } from './stand-in.ts';

/** The first call in which moto behind the strict proxy and the stand-in differ. */
export interface CallDifference {
  readonly index: number;
  readonly moto: string;
  readonly standIn: string;
}

/** How many calls were compared, and where they differ. */
export interface SameCalls {
  readonly lanes: number;
  readonly calls: number;
  readonly difference: CallDifference | undefined;
}

/** Provisions lanes on moto behind the strict proxy and on the stand-in, and compares what is sent and refused. */
export async function compareCalls(
  motoEndpoint: string,
  { lanes, models }: { readonly lanes: number; readonly models: ServiceModels },
): Promise<SameCalls> {
  await using account = await openAccount(motoEndpoint, {
    clock: createInstantClock(),
    propagation,
  });
  const moto = await sequence(account.clients, account.clock, lanes);
  const clock = createInstantClock();
  const clients = createStandIn({ clock, propagation, latencyMs: 0, quotas: false, models });
  await provisionPlatform(
    { stage: 'test', compute: { kind: 'worker' } },
    { clients, clock, quotas: false },
  );
  const standIn = await sequence(clients, clock, lanes);
  const length = Math.max(moto.length, standIn.length);
  const index = Array.from({ length }).findIndex((_, at) => moto[at] !== standIn[at]);
  const difference =
    index < 0
      ? undefined
      : { index, moto: moto[index] ?? 'nothing', standIn: standIn[index] ?? 'nothing' };
  return { lanes, calls: moto.length, difference };
}

/** What is sent for new lanes one after the other, and then for the same lanes again, with the names of errors. */
async function sequence(onto: AllClients, clock: Clock, lanes: number): Promise<readonly string[]> {
  const { clients, calls } = recordCalls(onto);
  const code = codeOf('exports.handler = async () => 1;');
  const options = { stage: 'test', clients, clock, random: () => 0.5, quotas: false, code };
  const provisionOne = async (lane: number): Promise<readonly string[]> => {
    const before = calls.length;
    await provisionPartner({ partnerId: `same${lane}`, compute: { kind: 'lambda' } }, options);
    return calls
      .slice(before)
      .map(({ service, operation, error = 'done' }) => `${service} ${operation}: ${error}`);
  };
  const sent: string[] = [];
  for (let lane = 1; lane <= lanes; lane += 1) sent.push(...(await provisionOne(lane)));
  // What is there is read by several chains of calls at once: over HTTP their order is by chance.
  for (let lane = 1; lane <= lanes; lane += 1) sent.push(...(await provisionOne(lane)).toSorted());
  return sent;
}
