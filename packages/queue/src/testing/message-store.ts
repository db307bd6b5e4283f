import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { createMinHeap, type MinHeap } from './min-heap.ts';

/** Where a message of a queue stands. */
export type MessageState = 'visible' | 'delayed' | 'inFlight';

/** A message in a memory queue. */
export interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly groupId: string | undefined;
  /** When it was first sent: a move to a dead-letter queue keeps it. */
  readonly sentAt: number;
  /** ARN of the queue that moved it here for being received too often. */
  readonly deadLetterSourceArn?: string;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  receivedAt: number | undefined;
  state: MessageState;
  /** When it becomes visible; in the past when it is. */
  visibleAt: number;
  /** Changes of place so far: what refers to an older one is stale. */
  moves: number;
}

interface Place {
  readonly message: StoredMessage;
  readonly moves: number;
}

interface Timer extends Place {
  readonly at: number;
  readonly order: number;
}

/**
 * The messages of one queue, each in the state that time gives it. Stale entries stay in the line and
 * the heaps until they outnumber the others, so that operations take logarithmic time on average.
 */
export interface MessageStore {
  readonly messages: Map<string, StoredMessage>;
  readonly counts: Record<MessageState, number>;
  readonly timers: MinHeap<Timer>;
  readonly byAge: MinHeap<StoredMessage>;
  /** Visible messages, the longest visible at `head`. */
  line: Place[];
  head: number;
  timersSet: number;
}

const staleAllowance = 64;

/** Makes an empty store. */
export function createMessageStore(): MessageStore {
  return {
    messages: new Map(),
    counts: { visible: 0, delayed: 0, inFlight: 0 },
    timers: createMinHeap((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order)),
    byAge: createMinHeap((a, b) => a.sentAt < b.sentAt),
    line: [],
    head: 0,
    timersSet: 0,
  };
}

/** Takes a message in, in the state that it says. */
export function addMessage(store: MessageStore, message: StoredMessage): void {
  store.messages.set(message.id, message);
  store.byAge.push(message);
  enterState(store, message, message.state);
}

/** The message that has been visible for longest. */
export function firstVisible(store: MessageStore): StoredMessage | undefined {
  for (; store.head < store.line.length; store.head += 1) {
    const place = store.line[store.head];
    if (place !== undefined && isCurrent(place)) return place.message;
  }
  return undefined;
}

/** Puts a message in flight until `visibleAt`. */
export function hideMessage(store: MessageStore, message: StoredMessage, visibleAt: number): void {
  message.visibleAt = visibleAt;
  changeState(store, message, 'inFlight');
}

/** Takes a message out. */
export function removeMessage(store: MessageStore, message: StoredMessage): void {
  store.counts[message.state] -= 1;
  message.moves += 1;
  store.messages.delete(message.id);
  dropStale(store);
}

/** Drops what was sent by `sentBy`, and shows what is due by `now`. */
export function catchUp(store: MessageStore, now: number, sentBy: number): void {
  for (let oldest = store.byAge.peek(); oldest !== undefined; oldest = store.byAge.peek()) {
    if (oldest.sentAt > sentBy) break;
    store.byAge.pop();
    if (isStored(store, oldest)) removeMessage(store, oldest);
  }
  for (let timer = nextTimer(store); timer !== undefined; timer = nextTimer(store)) {
    if (timer.at > now) break;
    store.timers.pop();
    changeState(store, timer.message, 'visible');
  }
}

/** When the next message becomes visible; infinity when none will. */
export function nextVisibleAt(store: MessageStore): number {
  return nextTimer(store)?.at ?? Number.POSITIVE_INFINITY;
}

function changeState(store: MessageStore, message: StoredMessage, state: MessageState): void {
  store.counts[message.state] -= 1;
  enterState(store, message, state);
}

function enterState(store: MessageStore, message: StoredMessage, state: MessageState): void {
  store.counts[state] += 1;
  message.state = state;
  message.moves += 1;
  const { moves, visibleAt: at } = message;
  if (state === 'visible') {
    store.line.push({ message, moves });
  } else {
    store.timersSet += 1;
    store.timers.push({ message, moves, at, order: store.timersSet });
  }
  dropStale(store);
}

function nextTimer({ timers }: MessageStore): Timer | undefined {
  for (let timer = timers.peek(); timer !== undefined; timer = timers.peek()) {
    if (isCurrent(timer)) return timer;
    timers.pop();
  }
  return undefined;
}

function dropStale(store: MessageStore): void {
  const most = 2 * store.messages.size + staleAllowance;
  if (store.timers.size > most) store.timers.prune(isCurrent);
  if (store.byAge.size > most) store.byAge.prune((message) => isStored(store, message));
  if (store.line.length > most) {
    store.line = store.line.slice(store.head).filter(isCurrent);
    store.head = 0;
  }
}

function isCurrent({ message, moves }: Place): boolean {
  return message.moves === moves;
}

function isStored(store: MessageStore, message: StoredMessage): boolean {
  return store.messages.get(message.id) === message;
}
