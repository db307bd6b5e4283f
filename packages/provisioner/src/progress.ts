/** What a lane or a platform is made of. */
export type ResourceKind =
  | 'lane-queue'
  | 'dead-letter-queue'
  | 'redrive-allow-policy'
  | 'results-queue';

/** What a provisioner does, as it does it. */
export type ProgressEvent =
  /** `unchanged`: it is as it should be. `absent`: there was nothing to delete. */
  | {
      readonly kind: 'unchanged' | 'created' | 'deleted' | 'absent';
      readonly resource: ResourceKind;
      /** Name of the queue. */
      readonly name: string;
    }
  | {
      readonly kind: 'updated';
      readonly resource: ResourceKind;
      readonly name: string;
      /** The settings and tags that were written. */
      readonly changed: readonly string[];
    }
  /** SQS keeps the name of a deleted queue for 60 seconds. */
  | {
      readonly kind: 'waiting';
      readonly resource: ResourceKind;
      readonly name: string;
      readonly reason: 'deleted_recently';
      readonly waitMs: number;
    };
