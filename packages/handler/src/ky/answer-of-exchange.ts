import { keepSnippet } from '../answer-snippet.ts';
import type { TransportAnswer } from '../transport.ts';
import type { ExchangeEnd } from './exchange.ts';

/** Tells what an exchange came to. */
export function answerOfExchange(
  end: ExchangeEnd,
  snippetBytes: number | undefined,
): TransportAnswer {
  if (end.kind !== 'answered') return end;
  const { status, headers, body, bodyError } = end;
  const snippet = keepSnippet(snippetBytes);
  snippet.add(body);
  return {
    kind: 'answered',
    status,
    retryAfter: firstOf(headers['retry-after']),
    location: firstOf(headers['location']),
    // Given twice, it says nothing that is known: as with Node, which joins the two.
    deliveryControl: [headers['webhook-delivery']].flat().join(', ') || undefined,
    bodyError,
    snippet: snippet.text(),
  };
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return [value].flat()[0];
}
