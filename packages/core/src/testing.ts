export { buildHook, buildHookInput } from './testing/builders.ts';
export { type ClockUnderTest, clockContract } from './testing/clock-contract.ts';
export type { ContractCase } from './testing/contract.ts';
export { dedupeStoreContract, type MakeDedupeStore } from './testing/dedupe-store-contract.ts';
export { createFakeClock, type FakeClock } from './testing/fake-clock.ts';
export { type MakeSecretStore, secretStoreContract } from './testing/secret-store-contract.ts';
