import { Agent, request } from 'node:https';
import { fixedBody, fixedHeaders } from '../fixed-request.ts';
import { inParallel } from '../in-parallel.ts';
import { type CreateSender, concurrency } from '../setting.ts';

/** The floor: the least that a POST on Node's own client can be. */
export const createSender: CreateSender = ({ partnerUrl }, path) => {
  const { hostname, port } = new URL(partnerUrl);
  const options = {
    method: 'POST',
    hostname,
    port,
    path,
    headers: fixedHeaders,
    agent: new Agent({ keepAlive: true, maxFreeSockets: concurrency }),
  };
  const post = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const posted = request(options, (response) => {
        response.on('data', () => {});
        response.on('end', resolve);
      });
      posted.on('error', reject);
      posted.end(fixedBody);
    });
  return { send: (hooks) => inParallel(hooks, post) };
};
