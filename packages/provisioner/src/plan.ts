import { isDeepStrictEqual } from 'node:util';
import { checkOwner, type Owner, ownerTags } from './ownership.ts';
import type { ResourceKind } from './progress.ts';
import type { Found, Resource, Tags, Wanted } from './resource.ts';

/** Settings of a resource, by name. */
export type Settings = Readonly<Record<string, unknown>>;

/** One thing to do, or not to do, for one resource. */
export type PlanStep =
  | {
      /** `keep`: it is as it should be. `remove`: it should not be there. */
      readonly kind: 'keep' | 'remove';
      readonly resource: ResourceKind;
      readonly name: string;
    }
  | {
      readonly kind: 'create';
      readonly resource: ResourceKind;
      readonly name: string;
      readonly settings: Settings;
      readonly tags: Tags;
    }
  | {
      readonly kind: 'update';
      readonly resource: ResourceKind;
      readonly name: string;
      /** Only those that differ. */
      readonly settings: Settings;
      /** Only those that differ. */
      readonly tags: Tags;
    };

/** What brings the resources of an owner to where they are to be, in this order. */
export interface Plan extends Owner {
  readonly steps: readonly PlanStep[];
}

/** What `provisionPartner` would do. */
export interface LanePlan extends Plan {
  readonly partnerId: string;
}

/** What was found of the resources; those that are not there are left out. */
export type FoundResources = ReadonlyMap<Resource, Found>;

/** A step and what it is done on. */
export interface Task {
  readonly step: PlanStep;
  readonly wanted: Wanted;
}

/**
 * Compares what is wanted with what was found: first what is to go, the last made first, then the rest in the
 * order of `wanted`.
 *
 * @throws HooklaneError `lane_conflict`, `platform_conflict`
 */
export function planTasks(
  owner: Owner,
  wanted: readonly Wanted[],
  found: FoundResources,
): readonly Task[] {
  const tasks = wanted.flatMap((one) => {
    const step = planStep(owner, one, found.get(one.resource));
    return step === undefined ? [] : [{ step, wanted: one }];
  });
  const goes = ({ step }: Task): boolean => step.kind === 'remove';
  return [...tasks.filter(goes).toReversed(), ...tasks.filter((task) => !goes(task))];
}

/** What is left to do for one resource; `undefined` for what is neither wanted nor there. */
export function planStep(
  owner: Owner,
  wanted: Wanted,
  found: Found | undefined,
): PlanStep | undefined {
  const { resource, settings, isTagged } = wanted;
  const { kind, name } = resource;
  if (found?.tags !== undefined && isTagged) checkOwner(owner, resource, found.tags);
  if (settings === undefined) return found && { kind: 'remove', resource: kind, name };
  const tags = tagsOf(owner, wanted);
  if (found === undefined) {
    return { kind: 'create', resource: kind, name, settings: settings as Settings, tags };
  }
  const settingsLeft = differing(settings, found.settings);
  const tagsLeft = differing(tags, found.tags ?? {}) as Tags;
  if (Object.keys(settingsLeft).length === 0 && Object.keys(tagsLeft).length === 0) {
    return { kind: 'keep', resource: kind, name };
  }
  return { kind: 'update', resource: kind, name, settings: settingsLeft, tags: tagsLeft };
}

/** All tags that a resource is to have. */
export function tagsOf(owner: Owner, { settings, isTagged, moreTags }: Wanted): Tags {
  return isTagged && settings ? { ...ownerTags(owner, settings), ...moreTags } : {};
}

/** The fields of `wanted` that `found` has not. */
export function differing(wanted: object, found: object): Settings {
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => !isDeepStrictEqual(value, (found as Settings)[name]),
    ),
  );
}
