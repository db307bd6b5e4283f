import type { Query } from './database.ts';

/** An event that is to be published once the transaction around it commits. */
export interface OutboxEvent {
  readonly type: string;
  /** `null` for all partners that subscribe to the type. */
  readonly partnerId: string | null;
  readonly data: unknown;
}

/** A row of the outbox, locked by whoever claimed it until its transaction ends. */
export interface ClaimedEvent extends OutboxEvent {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Why an event was not published. */
export interface PostponedEvent {
  readonly id: string;
  readonly code: string;
}

/** The longest pause before an event is tried again. */
const longestPauseSeconds = 300;

/** Writes an event down, in the transaction of what it tells of. */
export async function addEvent(query: Query, event: OutboxEvent): Promise<void> {
  await query('insert into outbox_example.outbox (type, partner_id, data) values ($1, $2, $3)', [
    event.type,
    event.partnerId,
    JSON.stringify(event.data),
  ]);
}

/**
 * Claims the next events for the transaction of `query`. Other relays pass over them; when the relay dies, its
 * transaction ends and the next one claims them.
 */
export function claimEvents(query: Query, limit: number): Promise<readonly ClaimedEvent[]> {
  return query<ClaimedEvent>(
    `select id, type, partner_id as "partnerId", data,
            floor(extract(epoch from created_at) * 1000)::float8 as "createdAt"
       from outbox_example.outbox
      where done_at is null and next_try_at <= now()
      order by seq
      limit $1
        for update skip locked`,
    [limit],
  );
}

/** Marks events as published. */
export async function markDone(query: Query, ids: readonly string[]): Promise<void> {
  await query(
    'update outbox_example.outbox set done_at = now(), last_error = null where id = any($1)',
    [ids],
  );
}

/** Lets an event wait, twice as long each time, so that it does not keep others from being published. */
export async function postpone(query: Query, { id, code }: PostponedEvent): Promise<void> {
  await query(
    `update outbox_example.outbox
        set failures = failures + 1,
            last_error = $2,
            next_try_at = now() + least(power(2, failures), $3) * interval '1 second'
      where id = $1`,
    [id, code, longestPauseSeconds],
  );
}

/** How many events are left to publish. */
export async function countOpen(query: Query): Promise<number> {
  const [row] = await query<{ readonly open: number }>(
    'select count(*)::integer as open from outbox_example.outbox where done_at is null',
  );
  return row?.open ?? 0;
}
