import { isHooklaneError } from '@hooklane/core';
import { expect } from 'vitest';
import { type delivered, playLane, refused, takeResults } from './played-lane.ts';
import { createServiceUnderTest, type ServiceUnderTest } from './service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12 } };

export function codeIs(code: string) {
  return expect.toSatisfy((error) => isHooklaneError(error, code));
}

/** Hooks of acme that have used up their schedule, a second between them. */
export async function withFailed(
  count: number,
): Promise<ServiceUnderTest & { readonly ids: string[] }> {
  const service = await createServiceUnderTest();
  await service.subscribe('acme');
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const { hooks } = await service.subscriptions.publishEvent({ ...event, data: { made } });
    ids.push(hooks[0]?.hookId ?? '');
    await service.clock.advance(1_000);
  }
  await drain(service, refused);
  return { ...service, ids };
}

export async function drain(service: ServiceUnderTest, answer: typeof delivered): Promise<void> {
  while ((await playLane('acme', answer, service)) > 0) {
    await takeResults(service.subscriptions, service);
  }
}

export async function statusesOf({ subscriptions }: ServiceUnderTest): Promise<readonly string[]> {
  const { hooks } = await subscriptions.listHooks({ limit: 1_000 });
  return hooks.map(({ status }) => status);
}
