import { type } from 'arktype';
import * as valibot from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { createReceiver } from '../src/index.ts';

describe('a receiver', () => {
  it('types the data of each handler by its schema', () => {
    createReceiver({
      secrets: '',
      events: {
        zod: {
          data: z.object({ cents: z.number() }),
          handle: ({ data }) => expectTypeOf(data).toEqualTypeOf<{ cents: number }>(),
        },
        valibot: {
          data: valibot.object({ name: valibot.string() }),
          handle: ({ data }) => expectTypeOf(data).toEqualTypeOf<{ name: string }>(),
        },
        arktype: {
          data: type({ isPaid: 'boolean' }),
          handle: ({ data }) => expectTypeOf(data).toEqualTypeOf<{ isPaid: boolean }>(),
        },
        none: { handle: ({ data }) => expectTypeOf(data).toEqualTypeOf<unknown>() },
      },
    });
  });

  it('types the payload by its schema', () => {
    createReceiver({
      secrets: async () => [''],
      payload: z.object({ type: z.literal('ping') }),
      onHook: ({ payload }) => expectTypeOf(payload).toEqualTypeOf<{ type: 'ping' }>(),
    });
  });
});
