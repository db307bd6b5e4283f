import type { Tags } from '../resource.ts';

/** Tags as most of AWS takes them. */
export function asTagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags as most of AWS gives them. */
export function fromTagList(
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Tags {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value ?? '']));
}
