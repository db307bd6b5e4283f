import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createLimiter } from '../src/limiter.ts';

/** Tasks that run until they are told to end. */
function createTasks() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    task: (name: string) => async () => {
      started.push(name);
      await new Promise<void>((resolve) => void ends.set(name, resolve));
      return name;
    },
    end: async (name: string) => {
      ends.get(name)?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a limiter', () => {
  it('gives what the task gave', async () => {
    expect(await createLimiter(1).run(async () => 'done')).toBe('done');
  });

  it('runs as many tasks as it may, and the others in the order in which they came', async () => {
    const limiter = createLimiter(2);
    const { task, started, end } = createTasks();
    const all = ['a', 'b', 'c', 'd'].map((name) => limiter.run(task(name)));
    await turn();
    expect(started).toEqual(['a', 'b']);
    await end('b');
    expect(started).toEqual(['a', 'b', 'c']);
    await end('a');
    await end('c');
    await end('d');
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
    expect(limiter.free).toBe(2);
  });

  it('gives the place of a task that failed to the next', async () => {
    const limiter = createLimiter(1);
    const failed = limiter.run(async () => {
      throw new Error('no');
    });
    const next = limiter.run(async () => 'next');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('next');
    expect(limiter.free).toBe(1);
  });

  it('counts the tasks that could start at once', async () => {
    const limiter = createLimiter(3);
    const { task, end } = createTasks();
    expect(limiter.free).toBe(3);
    const run = limiter.run(task('a'));
    expect(limiter.free).toBe(2);
    await turn();
    await end('a');
    await run;
    expect(limiter.free).toBe(3);
  });

  it('begins no task when the signal has aborted before', async () => {
    const limiter = createLimiter(1);
    const { task, started } = createTasks();
    const run = limiter.run(task('a'), AbortSignal.abort(new Error('stop')));
    await expect(run).rejects.toThrow('stop');
    expect(started).toEqual([]);
    expect(limiter.free).toBe(1);
  });

  it('lets a task leave the line when its signal aborts, without losing a place', async () => {
    const limiter = createLimiter(1);
    const { task, started, end } = createTasks();
    const controller = new AbortController();
    const first = limiter.run(task('a'));
    const leaving = limiter.run(task('b'), controller.signal);
    const last = limiter.run(task('c'));
    await turn();
    controller.abort(new Error('stop'));
    await expect(leaving).rejects.toThrow('stop');
    await end('a');
    expect(started).toEqual(['a', 'c']);
    await end('c');
    await Promise.all([first, last]);
    expect(limiter.free).toBe(1);
  });

  it('does not break off a task whose turn has come', async () => {
    const limiter = createLimiter(1);
    const { task, end } = createTasks();
    const controller = new AbortController();
    const first = limiter.run(task('a'));
    const second = limiter.run(task('b'), controller.signal);
    await turn();
    await end('a');
    controller.abort(new Error('stop'));
    await end('b');
    expect(await second).toBe('b');
    await first;
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('has nobody waiting as long as there are places', async () => {
    const limiter = createLimiter(1);
    const { task, end } = createTasks();
    await limiter.whenNoneWaits();
    const run = limiter.run(task('a'));
    await limiter.whenNoneWaits();
    expect(limiter).toMatchObject({ places: 1, free: 0, waiting: 0 });
    await turn();
    await end('a');
    await run;
  });

  it('tells everyone who asked when the last that waited has its turn', async () => {
    const limiter = createLimiter(1);
    const { task, end } = createTasks();
    const runs = ['a', 'b', 'c'].map((name) => limiter.run(task(name)));
    let told = 0;
    const asking = [limiter.whenNoneWaits(), limiter.whenNoneWaits()].map((none) =>
      none.then(() => {
        told += 1;
      }),
    );
    await turn();
    expect(limiter.waiting).toBe(2);
    await end('a');
    expect(told).toBe(0);
    await end('b');
    await Promise.all(asking);
    expect(told).toBe(2);
    await end('c');
    await Promise.all(runs);
  });

  it('tells it too when the last that waited leaves the line', async () => {
    const limiter = createLimiter(1);
    const { task, end } = createTasks();
    const controller = new AbortController();
    const run = limiter.run(task('a'));
    const leaving = limiter.run(task('b'), controller.signal);
    const none = limiter.whenNoneWaits();
    controller.abort(new Error('stop'));
    await expect(leaving).rejects.toThrow('stop');
    await none;
    await turn();
    await end('a');
    await run;
  });
});
