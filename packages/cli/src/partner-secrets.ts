import type { Target } from './target.ts';

/** The secrets that sign a partner's hooks, newest first, from wherever they are kept. */
export async function readPartnerSecrets(
  partnerId: string,
  target: Pick<Target, 'isLocal' | 'dev' | 'provisioning'>,
): Promise<readonly string[]> {
  if (target.isLocal) return await (await target.dev()).secrets(partnerId);
  const [{ readSecrets }, provisioning] = await Promise.all([
    import('@hooklane/provisioner'),
    target.provisioning(),
  ]);
  return await readSecrets(partnerId, provisioning);
}
