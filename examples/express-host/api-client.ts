import type { HookReport } from './hook-report.ts';

/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls the API of the host, for the demo and the tests. */
export async function callApi(url: string, body?: unknown): Promise<ApiAnswer> {
  const response = await fetch(url, {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return { status: response.status, body: await response.json() };
}

/** Resolves once a hook has this status; rejects after `longestMs`. */
export async function hookWithStatus(
  url: string,
  { status, longestMs = 8_000 }: { readonly status: string; readonly longestMs?: number },
): Promise<HookReport> {
  const deadline = Date.now() + longestMs;
  for (;;) {
    const { body } = await callApi(url);
    const report = body as HookReport;
    if (report.status === status) return report;
    if (Date.now() > deadline) throw new Error(`The hook is ${report.status}, not ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
