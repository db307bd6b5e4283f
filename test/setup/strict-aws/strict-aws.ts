import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '../../../packages/core/src/clock.ts';
import { type AccountState, createAccountState, type Propagation } from './account-state.ts';
import { type Answer, Refusal, refusalAnswer } from './answers.ts';
import { applyRules } from './apply-rules.ts';
import { type AwsCall, readCall, serviceOf } from './aws-call.ts';
import { createQuotaRule } from './quotas.ts';
import { loadServiceModels, type ServiceModels } from './service-models.ts';
import { findViolation } from './validate-call.ts';

/** A call that came in, and how it ended. */
export interface StrictCall extends AwsCall {
  readonly status: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Why it was refused by the proxy itself. */
  readonly refusal?: string;
}

/** What to do with a call: `drop` breaks the connection. */
export type Fault = 'drop' | Refusal;

export interface StrictAwsOptions {
  /** @default the system clock */
  readonly clock?: Clock;
  /** Refuses what is above the documented quotas. @default false */
  readonly quotas?: boolean;
  /** @default at once */
  readonly propagation?: Partial<Propagation>;
}

/** A proxy in front of moto that refuses what AWS refuses. */
export interface StrictAws {
  readonly endpoint: string;
  readonly calls: readonly StrictCall[];
  /** Asked before a call is carried out, and after: for faults. */
  readonly faults: {
    before?: ((call: AwsCall) => Fault | undefined) | undefined;
    after?: ((call: AwsCall) => Fault | undefined) | undefined;
    /** Gives another answer than the true one: what AWS says while it settles, or when it fails. */
    answer?: ((call: AwsCall, answer: Answer) => Answer | undefined) | undefined;
  };
  /** Forgets all that was, and empties moto. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

interface Proxy {
  readonly moto: URL;
  readonly agent: Agent;
  readonly models: ServiceModels;
  state: AccountState;
  readonly checkQuota: (call: AwsCall) => void;
  readonly faults: StrictAws['faults'];
  readonly calls: StrictCall[];
}

/** Starts the proxy on a free port. */
export async function startStrictAws(
  motoEndpoint: string,
  { clock = systemClock, quotas = false, propagation }: StrictAwsOptions = {},
): Promise<StrictAws> {
  const ready = { roleMs: 0, functionMs: 0, mappingMs: 0, ...propagation };
  const proxy: Proxy = {
    moto: new URL(motoEndpoint),
    agent: new Agent({ keepAlive: true }),
    models: loadServiceModels(),
    state: createAccountState(clock, ready),
    checkQuota: quotas ? createQuotaRule(clock) : () => {},
    faults: {},
    calls: [],
  };
  const server = createServer((incoming, outgoing) => {
    serve(proxy, incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: proxy.calls,
    faults: proxy.faults,
    reset: async () => {
      await fetch(new URL('/moto-api/reset', motoEndpoint), { method: 'POST' });
      proxy.state = createAccountState(clock, ready);
      proxy.calls.length = 0;
      proxy.faults.before = undefined;
      proxy.faults.after = undefined;
      proxy.faults.answer = undefined;
    },
    stop: async () => {
      proxy.agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(
  proxy: Proxy,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const forward = (): Promise<Answer> => askMoto(proxy, incoming, body);
  const call = readCall(incoming, body.toString(), proxy.models);
  if (call === undefined) {
    const service = serviceOf(incoming, proxy.models);
    // What is not described goes on to moto; what is, and cannot be read, would go by every rule.
    if (service === undefined) return send(await forward(), outgoing);
    const unread = `${incoming.method} ${incoming.url} is no operation of ${service}`;
    const refusal = new Refusal('UnknownOperationException', unread, 404);
    proxy.calls.push({
      ...unreadCall(service),
      status: 404,
      at: proxy.state.clock.now(),
      refusal: unread,
    });
    return send(refusalAnswer({ service }, refusal), outgoing);
  }
  const answer = await carryOut(proxy, call, forward);
  if (answer === 'drop') incoming.socket.destroy();
  else send(answer, outgoing);
}

async function carryOut(
  proxy: Proxy,
  call: AwsCall,
  forward: () => Promise<Answer>,
): Promise<Answer | 'drop'> {
  const { faults, calls, state } = proxy;
  const note = (status: number, refusal?: string): void => {
    calls.push({ ...call, status, at: state.clock.now(), ...(refusal && { refusal }) });
  };
  const before = faults.before?.(call);
  if (before === 'drop') return before;
  try {
    if (before) throw before;
    proxy.checkQuota(call);
    const judged = await judge(proxy, call, forward);
    const answer = faults.answer?.(call, judged) ?? judged;
    note(answer.status);
    const after = faults.after?.(call);
    if (after === 'drop') return after;
    if (after) throw after;
    return answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    note(error.status, `${error.code}: ${error.message}`);
    return refusalAnswer(call, error);
  }
}

async function judge(
  { models, state }: Proxy,
  call: AwsCall,
  forward: () => Promise<Answer>,
): Promise<Answer> {
  const violation = findViolation(call, models);
  if (violation !== undefined) throw new Refusal('ValidationException', violation);
  return await applyRules(call, forward, state);
}

function unreadCall(service: AwsCall['service']): AwsCall {
  return { service, operation: 'unknown', input: {} };
}

function askMoto(
  { moto, agent }: Proxy,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = moto;
    const asked = request({ hostname, port, method, path: url, headers, agent }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const {
          'content-length': _,
          'transfer-encoding': __,
          connection: ___,
          ...rest
        } = answer.headers;
        resolve({
          status: answer.statusCode ?? 500,
          headers: rest as Record<string, string>,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function send({ status, headers, body }: Answer, outgoing: ServerResponse): void {
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}
