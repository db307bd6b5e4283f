import { randomUUID } from 'node:crypto';
import type { Hook } from '@hooklane/core';
import { hookBody, hookType, partnerId } from './setting.ts';

/** Hooks with ids of their own. */
export function makeHooks(count: number, url: string): readonly Hook[] {
  return Array.from({ length: count }, () => ({
    id: `msg_${randomUUID().replaceAll('-', '')}`,
    partnerId,
    url,
    type: hookType,
    body: hookBody,
    createdAt: Date.now(),
  }));
}

/** Loopback, and nothing else that is not public. */
export const egress = { allowCidrs: ['127.0.0.0/8'], ports: 'any' } as const;
