import type { AttemptResult } from '@hooklane/core';
import { delivered, playLane } from './played-lane.ts';
import { createServiceUnderTest, type ServiceUnderTest } from './service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12 } };

/** A service with so many hooks, each answered once; their results are in the queue. */
export async function withResults(count: number, answer = delivered): Promise<ServiceUnderTest> {
  const service = await createServiceUnderTest();
  await service.subscribe('acme');
  for (let made = 0; made < count; made += 1) {
    await service.subscriptions.publishEvent(event);
    await service.clock.advance(1);
  }
  await playLane('acme', answer, service);
  return service;
}

/** What is in the results queue. */
export function resultsIn({ sqs }: ServiceUnderTest): readonly AttemptResult[] {
  return sqs.inspect('results').flatMap(({ body }) => JSON.parse(body).results);
}
