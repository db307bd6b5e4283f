import type { DatabaseSync } from 'node:sqlite';

/** A queue, as fauxqs keeps it. */
interface StoredQueue {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly attributes: object;
  readonly tags: ReadonlyMap<string, string>;
  readonly createdTimestamp: number;
  readonly lastModifiedTimestamp: number;
  readonly sequenceCounter: number;
}

/** The part of fauxqs that writes queues to disk. */
export interface QueueWriter {
  readonly db: DatabaseSync;
  insertQueue(queue: StoredQueue): void;
}

/**
 * fauxqs 2.4.1 writes the tags of a queue by INSERT OR REPLACE: SQLite deletes the row that is replaced, and with it, by
 * ON DELETE CASCADE, all messages of the queue. They are lost at the next start. Here the row is updated instead.
 */
export function keepMessages(writer: QueueWriter): void {
  const upsert = writer.db.prepare(`
    INSERT INTO sqs_queues (name, url, arn, attributes, tags, created_timestamp, last_modified_timestamp, sequence_counter)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET
      url = excluded.url, arn = excluded.arn, attributes = excluded.attributes, tags = excluded.tags,
      created_timestamp = excluded.created_timestamp, last_modified_timestamp = excluded.last_modified_timestamp,
      sequence_counter = excluded.sequence_counter
  `);
  writer.insertQueue = ({ name, url, arn, attributes, tags, ...queue }) => {
    upsert.run(
      name,
      url,
      arn,
      JSON.stringify(attributes),
      JSON.stringify(Object.fromEntries(tags)),
      queue.createdTimestamp,
      queue.lastModifiedTimestamp,
      queue.sequenceCounter,
    );
  };
}
