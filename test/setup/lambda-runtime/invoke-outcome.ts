/** How a function failed, in Lambda's words. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** What an invocation came to. */
export type InvokeOutcome =
  | { readonly ok: true; readonly value: unknown }
  | ({ readonly ok: false } & FunctionError);

/** Reads what a runtime posts about an error; what it leaves out is said to be unknown. */
export function functionErrorOf(body: string): FunctionError {
  const { errorType, errorMessage } = parseObject(body);
  return {
    errorType: typeof errorType === 'string' ? errorType : 'Runtime.Unknown',
    errorMessage: typeof errorMessage === 'string' ? errorMessage : body,
  };
}

function parseObject(body: string): {
  readonly errorType?: unknown;
  readonly errorMessage?: unknown;
} {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
