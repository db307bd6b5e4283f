import { dedupeStoreContract } from '@hooklane/core/testing';
import { describe, it } from 'vitest';
import { createMemoryDedupeStore } from '../src/memory-dedupe-store.ts';

describe('the dedupe store in memory', () => {
  for (const { name, run } of dedupeStoreContract(createMemoryDedupeStore)) it(name, run);
});
