import ky from 'ky';
import { fixedBody, fixedHeadersWithoutLength } from '../fixed-request.ts';
import { inParallel } from '../in-parallel.ts';
import type { CreateSender } from '../setting.ts';

/** ky on Node's own `fetch`, as its README has it, with its defaults. */
export const createSender: CreateSender = ({ partnerUrl }, path) => {
  const url = `${partnerUrl}${path}`;
  const post = async (): Promise<void> => {
    await ky.post(url, { headers: fixedHeadersWithoutLength, body: fixedBody }).text();
  };
  return { send: (hooks) => inParallel(hooks, post) };
};
