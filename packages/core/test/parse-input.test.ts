import { describe, expect, it } from 'vitest';
import { z } from 'zod/mini';
import { parseInput } from '../src/index.ts';
import { refusalOf } from './refusal.ts';

const schema = z.strictObject(
  {
    stage: z.string('must be text'),
    retry: z.optional(
      z.strictObject({ timesLeft: z.array(z.int('must be an integer')) }, 'must be an object'),
    ),
  },
  'must be an object',
);
const options = { code: 'invalid_options', subject: 'call options' } as const;

describe('parseInput', () => {
  it('gives what fits', () => {
    expect(parseInput(schema, { stage: 'prod' }, options)).toEqual({ stage: 'prod' });
  });

  it.each([
    [null, 'call options must be an object. Received: null'],
    [undefined, 'call options must be an object. Received: undefined'],
    [{}, 'call options.stage must be text. Received: undefined'],
    [{ stage: 7 }, 'call options.stage must be text. Received: 7'],
    [{ stage: 'prod', retry: 5 }, 'call options.retry must be an object. Received: 5'],
    [
      { stage: 'prod', retry: { timesLeft: [1, 'two'] } },
      'call options.retry.timesLeft.1 must be an integer. Received: "two"',
    ],
    [{ stage: 'prod', Stage: 1, x: 2 }, 'call options has an unknown option: "Stage", "x"'],
    [
      { stage: 'prod', retry: { timesLeft: [], times: 1 } },
      'call options.retry has an unknown option: "times"',
    ],
  ])('says of %j in one sentence what does not fit', (value, message) => {
    expect(refusalOf(() => parseInput(schema, value, options), 'invalid_options').message).toBe(
      message,
    );
  });
});
