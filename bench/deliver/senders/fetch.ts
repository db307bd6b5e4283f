import { fixedBody, fixedHeadersWithoutLength } from '../fixed-request.ts';
import { inParallel } from '../in-parallel.ts';
import type { CreateSender } from '../setting.ts';

/** Node's own `fetch`, its answer read. */
export const createSender: CreateSender = ({ partnerUrl }, path) => {
  const url = `${partnerUrl}${path}`;
  const post = async (): Promise<void> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: fixedHeadersWithoutLength,
      body: fixedBody,
    });
    await response.text();
  };
  return { send: (hooks) => inParallel(hooks, post) };
};
