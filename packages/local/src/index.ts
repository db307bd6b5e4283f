export type { FileSecretStore } from './file-secret-store.ts';
export {
  type LaneContents,
  type Local,
  type LocalPartner,
  type StartLocalOptions,
  startLocal,
} from './start-local.ts';
