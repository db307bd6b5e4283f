import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDevFile } from '../../src/dev/dev-file.ts';

/** A control server that answers as it is told, under the usual path of `directory`. */
export interface FakeDev extends AsyncDisposable {
  readonly directory: string;
}

/** Starts a server that answers `GET partners` and the like with these texts. */
export async function startFakeDev(answers: Readonly<Record<string, string>>): Promise<FakeDev> {
  const directory = mkdtempSync(join(tmpdir(), 'hooklane-fake-dev-'));
  const dataDir = join(directory, '.hooklane', 'dev');
  const server = createServer({ keepAlive: false }, (request, response) => {
    response.setHeader('connection', 'close');
    const answer = answers[`${request.method} ${request.url?.slice(1)}`];
    response.writeHead(answer === undefined ? 404 : 200).end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  mkdirSync(dataDir, { recursive: true });
  writeDevFile(dataDir, { url, token: 't', sqsEndpoint: url, pid: process.pid });
  return {
    directory,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      rmSync(directory, { recursive: true });
    },
  };
}
