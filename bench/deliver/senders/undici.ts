import { request } from 'undici';
import { fixedBody, fixedHeaders } from '../fixed-request.ts';
import { inParallel } from '../in-parallel.ts';
import type { CreateSender } from '../setting.ts';

/** `undici.request`, as its README has it. */
export const createSender: CreateSender = ({ partnerUrl }, path) => {
  const url = `${partnerUrl}${path}`;
  const post = async (): Promise<void> => {
    const { body } = await request(url, { method: 'POST', headers: fixedHeaders, body: fixedBody });
    await body.text();
  };
  return { send: (hooks) => inParallel(hooks, post) };
};
