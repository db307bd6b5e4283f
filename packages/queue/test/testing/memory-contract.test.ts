import { createFakeClock } from '@hooklane/core/testing';
import { describe, it } from 'vitest';
import { createMemorySqs, sqsContract } from '../../src/testing.ts';
import { createUniqueNames } from './unique-names.ts';

describe('the memory client', () => {
  const cases = sqsContract(() => {
    const clock = createFakeClock();
    const sqs = createMemorySqs({ clock });
    return { sqs, advance: clock.advance, uniqueName: createUniqueNames() };
  });
  for (const { name, run } of cases) it(name, run);
});
