import { describe, expect, it } from 'vitest';
import {
  addMessage,
  catchUp,
  createMessageStore,
  firstVisible,
  hideMessage,
  removeMessage,
  type StoredMessage,
} from '../../src/testing/message-store.ts';

const never = Number.NEGATIVE_INFINITY;

describe('the message store', () => {
  it('keeps no trace of a message for every time that it was held', () => {
    const store = createMessageStore();
    const message = buildMessage('held');
    addMessage(store, message);
    for (let hold = 1; hold <= 10_000; hold += 1) hideMessage(store, message, hold);
    expect(store.timers.size).toBeLessThan(100);
    expect(store.counts).toEqual({ visible: 0, delayed: 0, inFlight: 1 });
  });

  it('keeps no trace of messages that are gone', () => {
    const store = createMessageStore();
    for (let sent = 0; sent < 10_000; sent += 1) {
      const message = buildMessage(`${sent}`);
      addMessage(store, message);
      expect(firstVisible(store)).toBe(message);
      hideMessage(store, message, sent + 1);
      removeMessage(store, message);
    }
    expect(store.timers.size + store.byAge.size + store.line.length).toBeLessThan(300);
    expect(store.messages.size).toBe(0);
  });

  it('shows a message at the time of its latest hold only', () => {
    const store = createMessageStore();
    const message = buildMessage('held');
    addMessage(store, message);
    hideMessage(store, message, 10);
    hideMessage(store, message, 20);
    catchUp(store, 10, never);
    expect(firstVisible(store)).toBeUndefined();
    catchUp(store, 20, never);
    expect(firstVisible(store)).toBe(message);
  });
});

function buildMessage(id: string): StoredMessage {
  return {
    id,
    body: id,
    bodyMd5: '',
    attributes: {},
    groupId: undefined,
    sentAt: 0,
    receiveCount: 0,
    firstReceivedAt: undefined,
    receivedAt: undefined,
    state: 'visible',
    visibleAt: 0,
    moves: 0,
  };
}
