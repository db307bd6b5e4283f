import type { ProvisionerOptions } from '@hooklane/provisioner';
import { type InterruptibleOptions, interruptible } from './interruptible.ts';
import type { Session } from './session.ts';
import { showProgress } from './show-progress.ts';

/** Calls a function of the provisioner: shows its progress, and says how to go on when it is interrupted. */
export async function provision<Result>(
  { output, target }: Pick<Session, 'output' | 'target'>,
  work: (options: ProvisionerOptions) => Promise<Result>,
  interrupt: InterruptibleOptions = {},
): Promise<Result> {
  using progress = showProgress(output);
  const { onProgress } = progress;
  const options = { ...(await target.provisioning()), onProgress };
  return await interruptible(() => work(options), interrupt);
}
