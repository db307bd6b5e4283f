import type { ResourceKind } from './progress.ts';

/** Tags of a resource. */
export type Tags = Readonly<Record<string, string>>;

/** A resource, as it was found. */
export interface Found<Settings extends object = object> {
  readonly settings: Settings;
  /** Absent on what takes no tags, or is its owner's by what it belongs to. */
  readonly tags?: Tags | undefined;
  /** Messages in it, for a queue: visible, in flight and delayed. SQS counts approximately. */
  readonly messages?: number | undefined;
}

/** One resource of AWS by its name: all that is ever asked of it. Nothing here decides. */
export interface Resource<Settings extends object = object> {
  readonly kind: ResourceKind;
  readonly name: string;
  /** Reads it; `undefined` when it is not there. */
  read(): Promise<Found<Settings> | undefined>;
  /** Makes it and waits until it can be used; says how it is where that had to be read. Refused when it is there already. */
  create(wanted: Settings, tags: Tags): Promise<Found<Settings> | undefined>;
  /** Changes what differs and waits until it is so. */
  update(change: Change<Settings>): Promise<void>;
  /** Removes it and waits until it is gone; what is gone is fine. */
  remove(): Promise<void>;
}

/** What is to be changed on a resource. */
export interface Change<Settings extends object = object> {
  /** All settings, as they are to be. */
  readonly wanted: Settings;
  /** Only those that differ. */
  readonly settings: Partial<Settings>;
  /** Only those that differ. */
  readonly tags: Tags;
  /** All tags, for what is a set of things of which some may be missing. */
  readonly allTags: Tags;
}

/** A resource and how it is to be; `undefined` settings where it is not to be. */
export interface Wanted<Settings extends object = object> {
  readonly resource: Resource<Settings>;
  readonly settings: Settings | undefined;
  /** It carries the tags of its owner. */
  readonly isTagged: boolean;
  /** Tags beside those of its owner. */
  readonly moreTags?: Tags | undefined;
}

/** Says how a resource is to be. */
export function want<Settings extends object>(
  resource: Resource<Settings>,
  settings: Settings | undefined,
  { isTagged = true, moreTags }: Partial<Pick<Wanted, 'isTagged' | 'moreTags'>> = {},
): Wanted {
  // One list holds resources of all kinds; each is only ever given settings of its own kind.
  return { resource, settings, isTagged, moreTags } as unknown as Wanted;
}
