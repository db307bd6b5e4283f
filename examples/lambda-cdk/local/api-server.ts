import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ApiEvent, ApiHandler } from '../host/api.ts';
import { apiRoutes } from '../host/api-routes.ts';

/** A server that stands in for API Gateway. It asks nobody who they are. */
export interface ApiServer extends AsyncDisposable {
  readonly url: string;
}

/** Starts it on the loopback interface. */
export async function startApiServer(handler: ApiHandler): Promise<ApiServer> {
  const server = createServer(async (request, response) => {
    try {
      const event = toApiEvent(request.method ?? '', request.url ?? '', await text(request));
      const { statusCode, headers, body } = await handler(event);
      response.writeHead(statusCode, headers).end(body);
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Writes a request as API Gateway hands it over: with the route that it takes, or `$default`. */
export function toApiEvent(method: string, target: string, body: string): ApiEvent {
  const { pathname, searchParams } = new URL(target, 'http://127.0.0.1');
  for (const route of apiRoutes) {
    const [routeMethod, pattern = ''] = route.split(' ');
    const pathParameters = routeMethod === method ? match(pattern, pathname) : undefined;
    if (pathParameters === undefined) continue;
    const queryStringParameters = Object.fromEntries(searchParams);
    return { routeKey: route, pathParameters, queryStringParameters, body };
  }
  return { routeKey: '$default', body };
}

/** The parameters of a path, such as `{ id }` of `/hooks/{id}`; `undefined` when it is another path. */
function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  if (wanted.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, piece] of wanted.entries()) {
    const part = decodeURIComponent(parts[index] ?? '');
    if (piece.startsWith('{')) parameters[piece.slice(1, -1)] = part;
    else if (piece !== part) return undefined;
  }
  return parameters;
}
