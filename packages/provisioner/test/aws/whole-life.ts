import {
  deletePartner,
  describePartner,
  disablePartner,
  enablePartner,
  type FunctionCode,
  listPartners,
  measureRoom,
  type ProvisionerOptions,
  planPartner,
  provisionPartner,
  readSecrets,
  rotateSecret,
  updateCode,
  updatePartner,
} from '../../src/index.ts';
import { codeOf } from './strict-account.ts';

/** Calls all that there is for partners on the lane of one, from making it to deleting it. */
export async function liveWholeLife(call: ProvisionerOptions, code: FunctionCode): Promise<void> {
  const partner = { partnerId: 'acme', compute: { kind: 'lambda', alarms: true } } as const;
  await provisionPartner(partner, { ...call, code });
  await planPartner(partner, { ...call, code });
  await updatePartner('acme', { policy: { timeoutMs: 30_000 }, compute: { alarms: false } }, call);
  await rotateSecret('acme', call);
  await readSecrets('acme', call);
  await updateCode({ ...call, code: codeOf('exports.handler = async () => 2;') });
  await disablePartner('acme', { ...call, purge: true });
  await enablePartner('acme', call);
  await describePartner('acme', call);
  await measureRoom(call);
  await listPartners(call);
  await deletePartner('acme', call);
}
