/** What a run knows of the messages that it has received lately, by their ids, so as not to send one again that comes again. */
export interface RunMemory {
  /** Whether to send it. A message that comes again leaves its newest receipt handle, which alone can delete it. */
  meet(messageId: string, receiptHandle: string): 'new' | 'under_way' | 'sent';
  /** The newest receipt handle of a message under way. */
  handleOf(messageId: string): string;
  /** The message was not sent, and is another's to remember now. */
  leave(messageId: string): void;
  /** The message is in its target, and in the source until it is deleted. */
  sent(messageId: string): void;
  /** The message is gone from the source. */
  deleted(messageId: string): void;
  /** Messages that are in their target and still in the source. */
  readonly undeleted: ReadonlyMap<string, string>;
}

/** SQS may hand out a message that was deleted (standard queues: at least once). Ids remembered are up to twice as many. */
const mostRecent = 50_000;

/** Makes a memory that holds what is under way, what could not be deleted, and a window of what was. */
export function createRunMemory(windowSize: number = mostRecent): RunMemory {
  const underWay = new Map<string, string>();
  const undeleted = new Map<string, string>();
  let recent = new Set<string>();
  let older = new Set<string>();
  return {
    undeleted,
    meet: (messageId, receiptHandle) => {
      if (underWay.has(messageId)) {
        underWay.set(messageId, receiptHandle);
        return 'under_way';
      }
      if (undeleted.has(messageId) || recent.has(messageId) || older.has(messageId)) {
        undeleted.set(messageId, receiptHandle);
        return 'sent';
      }
      underWay.set(messageId, receiptHandle);
      return 'new';
    },
    handleOf: (messageId) => underWay.get(messageId) ?? undeleted.get(messageId) ?? '',
    leave: (messageId) => {
      underWay.delete(messageId);
    },
    sent: (messageId) => {
      undeleted.set(messageId, underWay.get(messageId) ?? '');
      underWay.delete(messageId);
    },
    deleted: (messageId) => {
      undeleted.delete(messageId);
      recent.add(messageId);
      if (recent.size >= windowSize) {
        older = recent;
        recent = new Set();
      }
    },
  };
}
