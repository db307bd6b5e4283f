import { expect, it } from 'vitest';

it('logs a body', () => {
  const watch = Reflect.get(globalThis, Symbol.for('hooklane.log-watch'));
  watch({ message: 'planted in log', body: '{"note":"body-of-a-hook"}' });
  expect(watch).toBeTypeOf('function');
});
