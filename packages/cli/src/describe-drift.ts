import type { Drift } from '@hooklane/provisioner';

/** Says in a line what is not as it was provisioned. */
export function describeDrift({ resource, name, differs }: Drift): string {
  return `${resource.replaceAll('-', ' ')} ${name}: ${differs.join(', ')}`;
}
