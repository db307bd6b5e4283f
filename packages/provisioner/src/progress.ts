/** What a lane or a platform is made of. */
export type ResourceKind =
  | 'results-queue'
  | 'alarm-topic'
  | 'boundary-policy'
  | 'secret-parameter'
  | 'dead-letter-queue'
  | 'lane-queue'
  | 'redrive-allow-policy'
  | 'log-group'
  | 'role'
  | 'function'
  /** The version of the function that works the lane. */
  | 'live-alias'
  | 'alarms'
  /** Lets the topic of the alarms call their function. */
  | 'invoke-permission'
  | 'subscription'
  | 'event-source-mapping';

/** What a provisioner does, as it does it. */
export type ProgressEvent =
  /** `unchanged`: it is as it should be. `absent`: there was nothing to delete. */
  | {
      readonly kind: 'unchanged' | 'created' | 'deleted' | 'absent';
      readonly resource: ResourceKind;
      readonly name: string;
    }
  | {
      readonly kind: 'updated';
      readonly resource: ResourceKind;
      readonly name: string;
      /** The settings and tags that were written. */
      readonly changed: readonly string[];
    }
  /** SQS keeps the name of a deleted queue for 60 seconds; a purge takes as long, and so does a second count. */
  | {
      readonly kind: 'waiting';
      readonly resource: ResourceKind;
      readonly name: string;
      readonly reason: 'deleted_recently' | 'draining' | 'counting' | 'purging' | 'watching';
      readonly waitMs: number;
    };
