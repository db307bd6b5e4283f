import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEgressGuard, type EgressPolicy, isHooklaneError, systemClock } from '@hooklane/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Transport, TransportAnswer, TransportRequest } from '../src/index.ts';
import { transports } from './hostile-partner/transports.ts';
import { literalHosts } from './refusal-table/literal-hosts.ts';
import { allowedAddress, deadNames, hostileNames } from './refusal-table/names.ts';
import { refusedUrls } from './refusal-table/urls.ts';
import { type Canary, startCanary } from './support/canary.ts';
import { type DnsServer, startDnsServer } from './support/dns-server.ts';

// Everything is allowed that could bring a POST to the canary, but for its address.
const egress: EgressPolicy = {
  allowHttp: true,
  ports: 'any',
  allowCidrs: [`${allowedAddress}/32`],
};
let canary: Canary;
let dns: DnsServer;

beforeAll(async () => {
  canary = await startCanary();
  dns = await startDnsServer({
    ...hostileNames,
    ...deadNames,
    'allowed.partner.example': [allowedAddress],
    // Another answer for each connection: whoever checks once and connects later gets there.
    'rebinding.partner.example': (type, asked) =>
      type === 'AAAA' || asked % 4 < 2 ? [allowedAddress] : ['127.0.0.1'],
  });
});
afterEach(() => {
  expect(canary.connections).toBe(0);
});
afterAll(async () => {
  dns[Symbol.dispose]();
  await canary[Symbol.asyncDispose]();
});

describe('a hook is refused before it is sent', () => {
  it.each(literalHosts)('to %s', (host) => {
    expect(refusalOf(`https://${host}/hooks`)).toBe('blocked_address');
  });

  it.each(refusedUrls)('for %s', (_, url) => {
    expect(refusalOf(url)).toBe('invalid_url');
  });

  it('to hosts and addresses that the operator denies', () => {
    const policy = {
      denyHosts: ['acme.example', '*.globex.example'],
      denyCidrs: ['93.184.0.0/16', '2606:4700::/32'],
      allowPrivateAddresses: true,
    };
    for (const host of [
      'acme.example',
      'ACME.example.',
      'api.globex.example',
      '93.184.215.14',
      '[2606:4700::1]',
      '[::ffff:93.184.215.14]',
    ]) {
      expect(refusalOf(`https://${host}/`, policy), host).toBe('blocked_address');
    }
    for (const host of ['api.acme.example', 'globex.example', '93.185.0.1', '10.0.0.1']) {
      expect(refusalOf(`https://${host}/`, policy), host).toBe('nothing');
    }
  });
});

describe.each(transports)('the transport on $name', ({ create }) => {
  const post = async (
    host: string,
    options: { readonly policy?: EgressPolicy; readonly port?: number } = {},
  ): Promise<TransportAnswer> => {
    const transport = create({
      egress: options.policy ?? egress,
      dnsServers: [dns.address],
      clock: systemClock,
    });
    return postOnce(transport, `http://${host}:${options.port ?? canary.port}/hooks`);
  };

  it.each(literalHosts)('does not connect to %s', async (host) => {
    expect(await post(host)).toEqual({ kind: 'failed', code: 'blocked_address' });
  });

  it.each(Object.keys(hostileNames))('does not connect where %s leads', async (name) => {
    expect(await post(name)).toEqual({ kind: 'failed', code: 'blocked_address' });
    expect(dns.questions).toContain(`${name} A`);
    expect(dns.questions).toContain(`${name} AAAA`);
  });

  it.each(Object.keys(deadNames))('says that %s cannot be resolved', async (name) => {
    expect(await post(name)).toEqual({ kind: 'failed', code: 'dns' });
  });

  it('judges a name anew for each connection', async () => {
    const port = await startPartner();
    for (let round = 0; round < 8; round += 1) {
      const answer = await post('rebinding.partner.example', { port });
      expect([200, 'blocked_address']).toContain(
        answer.kind === 'answered' ? answer.status : answer.kind === 'failed' && answer.code,
      );
      await post('rebinding.partner.example').then((other) => expect(other.kind).toBe('failed'));
    }
  });

  it('follows no redirect to an internal server', async () => {
    const port = await startPartner(`http://127.0.0.1:${canary.port}/`);
    expect(await post('allowed.partner.example', { port })).toMatchObject({
      kind: 'answered',
      status: 302,
      location: `http://127.0.0.1:${canary.port}/`,
    });
  });

  it('keeps a strict and a permissive policy apart', async () => {
    const port = await startPartner();
    const permissive = { ...egress, allowPrivateAddresses: true };
    expect((await post('allowed.partner.example', { port, policy: permissive })).kind).toBe(
      'answered',
    );
    const strict = { allowHttp: true, ports: 'any' } as const;
    expect(await post('allowed.partner.example', { port, policy: strict })).toEqual({
      kind: 'failed',
      code: 'blocked_address',
    });
  });

  it('ignores proxies of the environment', async () => {
    const port = await startPartner();
    const proxy = `http://127.0.0.1:${canary.port}`;
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
    for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy;
    try {
      expect((await post('allowed.partner.example', { port })).kind).toBe('answered');
    } finally {
      for (const name of names) delete process.env[name];
    }
  });
});

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Starts a partner at the allowed address that answers 200, or 302 to somewhere else. */
async function startPartner(location?: string): Promise<number> {
  const server = createServer((request, response) => {
    request.resume();
    if (location === undefined) response.writeHead(200, { connection: 'close' }).end();
    else response.writeHead(302, { location, connection: 'close' }).end();
  }).listen(0, allowedAddress);
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

async function postOnce(transport: Transport, url: string): Promise<TransportAnswer> {
  const request: TransportRequest = {
    url: new URL(url),
    headers: { 'content-type': 'application/json', 'content-length': '2' },
    body: Buffer.from('{}'),
    timeoutMs: 5_000,
  };
  try {
    return await transport.post(request);
  } finally {
    transport.close();
  }
}

function refusalOf(url: string, policy?: EgressPolicy): string {
  try {
    createEgressGuard(policy).parseUrl(url);
    return 'nothing';
  } catch (error) {
    if (isHooklaneError(error)) return error.code;
    throw error;
  }
}
