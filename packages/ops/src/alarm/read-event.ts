import type { Alarm } from './alarm.ts';
import { readEventAlarm } from './event-alarm.ts';
import { listAt, readJson, textAt } from './json-path.ts';
import { readSnsAlarm } from './sns-alarm.ts';

/** What is to be told: an alarm, or the text of something else. */
export type Notice =
  | { readonly kind: 'alarm'; readonly alarm: Alarm }
  | { readonly kind: 'text'; readonly title: string; readonly text: string };

/**
 * Reads an event of SNS, which may have several records, of EventBridge, or of an alarm itself. What is none of these, or
 * no alarm, becomes a text: nothing is left out.
 */
export function readEvent(event: unknown): readonly Notice[] {
  const records = listAt(event, 'Records');
  if (records.length === 0) return [readMessage(event, {})];
  return records.map((record) => {
    const message = textAt(record, 'Sns', 'Message');
    if (message === undefined) return readMessage(record, {});
    return readMessage(readJson(message), {
      topicArn: textAt(record, 'Sns', 'TopicArn'),
      subject: textAt(record, 'Sns', 'Subject'),
    });
  });
}

interface Envelope {
  readonly topicArn?: string | undefined;
  readonly subject?: string | undefined;
}

function readMessage(message: unknown, { topicArn, subject }: Envelope): Notice {
  // A rule of EventBridge can publish to the topic, too.
  const alarm = readSnsAlarm(message, topicArn) ?? readEventAlarm(message);
  if (alarm !== undefined) return { kind: 'alarm', alarm };
  const title = subject ?? textAt(message, 'detail-type');
  return { kind: 'text', title: title ?? 'A message that is no alarm', text: showMessage(message) };
}

function showMessage(message: unknown): string {
  if (typeof message === 'string') return message;
  // It has no JSON.
  return message === undefined ? 'undefined' : JSON.stringify(message, null, 2);
}
