import type { Receiver } from './receiver.ts';
import { refusal } from './refusal.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** What is used of an event of API Gateway (v1 and v2), a function URL or an Application Load Balancer. */
export interface LambdaHttpEvent {
  readonly headers?: Headers | null;
  /** API Gateway v1, and load balancers that are set to it: then `headers` is absent, or has the last value only. */
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly httpMethod?: string;
  readonly path?: string;
  readonly rawPath?: string;
  readonly requestContext?: { readonly http?: { readonly method: string }; readonly elb?: unknown };
}

/** What all of them take for an answer. */
export interface LambdaHttpResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/**
 * A Lambda handler behind API Gateway (REST or HTTP), a function URL or an Application Load Balancer.
 *
 * @example
 * ```ts
 * export const handler = lambdaHandler(receiver);
 * ```
 */
export function lambdaHandler(
  receiver: Receiver,
): (event: LambdaHttpEvent) => Promise<LambdaHttpResult> {
  return async (event) => {
    const { requestContext, isBase64Encoded, multiValueHeaders } = event;
    const method = requestContext?.http?.method ?? event.httpMethod;
    const headers = multiValueHeaders ?? event.headers;
    if (method === undefined || headers === undefined || headers === null) {
      throw refusal(
        'invalid_options',
        'The event is no HTTP request of API Gateway, a function URL or a load balancer',
      );
    }
    const text = event.body ?? '';
    const answer = await receiver.receive({
      method,
      path: event.rawPath ?? event.path,
      headers,
      body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
    });
    const { status: statusCode, body } = answer;
    // A load balancer with multi-value headers drops `headers` of an answer.
    const isMulti = requestContext?.elb !== undefined && !!multiValueHeaders;
    return isMulti
      ? { statusCode, multiValueHeaders: listed(answer.headers), body, isBase64Encoded: false }
      : { statusCode, headers: answer.headers, body, isBase64Encoded: false };
  };
}

function listed(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}
