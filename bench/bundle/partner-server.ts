import {
  type LoopbackRequest,
  type LoopbackServer,
  startLoopbackServer,
} from './loopback-server.ts';

/** A partner that takes every hook. */
export interface PartnerServer extends LoopbackServer {
  /** Hands over the POSTs since the last time. */
  takePosts(): readonly LoopbackRequest[];
}

/** Starts a partner. It verifies nothing while it is measured: `checkDelivery` does, afterwards. */
export async function startPartnerServer(): Promise<PartnerServer> {
  let posts: LoopbackRequest[] = [];
  const server = await startLoopbackServer((request) => {
    posts.push(request);
    return { status: 200 };
  });
  return {
    ...server,
    takePosts: () => {
      const taken = posts;
      posts = [];
      return taken;
    },
  };
}
