import type { ReceivedAnswer } from './exchange.ts';

// https://fetch.spec.whatwg.org/#null-body-status: `Response` takes no body with these.
const bodilessStatuses = new Set([204, 205, 304]);

/** Shows an answer to the hooks of ky. They get a copy: what they do with it changes nothing. */
export function responseForHooks({ status, headers, body }: ReceivedAnswer): Response {
  const fields = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const text of [value ?? []].flat()) fields.append(name, text);
  }
  return new Response(bodilessStatuses.has(status) ? null : Buffer.from(body), {
    status,
    headers: fields,
  });
}
