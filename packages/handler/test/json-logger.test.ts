import { createFakeClock } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { createJsonLogger } from '../src/index.ts';

describe('the JSON logger', () => {
  it('writes each entry as one line, with its level and the time', async () => {
    const lines: string[] = [];
    const clock = createFakeClock();
    const logger = createJsonLogger(clock, (line) => void lines.push(line));
    logger.info({ message: 'Hook delivered', hookId: 'msg_1', status: 200, code: undefined });
    await clock.advance(5);
    logger.warn({ message: 'two\nlines' });
    logger.error({ message: 'Hook given up' });
    const time = Date.UTC(2026, 0, 1);
    expect(lines).toEqual([
      `{"level":"info","time":${time},"message":"Hook delivered","hookId":"msg_1","status":200}\n`,
      `{"level":"warn","time":${time + 5},"message":"two\\nlines"}\n`,
      `{"level":"error","time":${time + 5},"message":"Hook given up"}\n`,
    ]);
  });

  it('writes to standard error unless told otherwise', () => {
    const written: unknown[] = [];
    const { write } = process.stderr;
    process.stderr.write = (line) => {
      written.push(line);
      return true;
    };
    try {
      createJsonLogger(createFakeClock()).info({ message: 'here' });
    } finally {
      process.stderr.write = write;
    }
    expect(written).toEqual([expect.stringContaining('"message":"here"')]);
  });

  it('works when its methods are taken apart', () => {
    const lines: string[] = [];
    const { info } = createJsonLogger(createFakeClock(), (line) => void lines.push(line));
    info({ message: 'alone' });
    expect(lines).toHaveLength(1);
  });
});
