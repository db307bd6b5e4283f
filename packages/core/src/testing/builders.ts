import type { Hook, HookInput } from '../hook.ts';

/** Its mark tells a body wherever one is shown that should not be. */
const exampleBody = '{"type":"invoice.paid","note":"body-of-a-hook"}';

/** A valid hook, with whatever `fields` says otherwise. */
export function buildHook(fields: Partial<Hook> = {}): Hook {
  return {
    id: 'msg_1',
    partnerId: 'acme',
    url: 'https://partner.example/hooks',
    type: 'invoice.paid',
    body: exampleBody,
    createdAt: Date.UTC(2026, 0, 1),
    ...fields,
  };
}

/** What a host hands in for a valid hook, with whatever `fields` says otherwise. */
export function buildHookInput(fields: Partial<HookInput> = {}): HookInput {
  return {
    partnerId: 'acme',
    url: 'https://partner.example/hooks',
    type: 'invoice.paid',
    body: exampleBody,
    ...fields,
  };
}
