import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alarm } from '../../src/alarm/alarm.ts';
import { laneOf } from '../../src/alarm/alarm-lane.ts';
import { alarmMessage } from '../../src/alarm/alarm-message.ts';
import { readEvent } from '../../src/alarm/read-event.ts';
import type { SlackMessage } from '../../src/alarm/slack-message.ts';
import { textMessage } from '../../src/alarm/text-message.ts';
import { findBlockKitFault } from './block-kit.ts';
import { eventNames, readEventFile } from './read-events.ts';

/** Texts that hurt: huge, markup, control characters, halves of characters, emoji. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(
    '',
    ' ',
    '\n',
    '```',
    '<!channel>',
    '<https://evil.example|x>',
    '&amp;',
    '\ud800',
    '\u0000\u202e',
    '>',
  ),
  fc
    .tuple(
      fc.constantFrom('a', '&', '<', '👩‍👩‍👧', '`', '\u0007', '\udfff', '\n', 'é|^>'),
      fc.integer({ min: 1, max: 9_000 }),
    )
    .map(([unit, times]) => unit.repeat(times)),
);

function messagesOf(event: unknown, lines: readonly string[]): readonly SlackMessage[] {
  return readEvent(event).map((notice) => {
    if (notice.kind === 'text') return textMessage(notice.title, notice.text);
    return messageOf(notice.alarm, lines);
  });
}

function messageOf(alarm: Alarm, lines: readonly string[]): SlackMessage {
  return alarmMessage(alarm, {
    lane: laneOf(alarm),
    logLines: { kind: 'found', logGroup: '/hooklane/prod/acme', lines },
    runbookUrl: 'https://wiki.example/{alarm}',
  });
}

function expectWithinLimits(messages: readonly SlackMessage[]): void {
  for (const message of messages) expect(findBlockKitFault(message)).toBeUndefined();
}

describe('whatever comes', () => {
  it('any JSON becomes messages that Slack takes', () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    const records = fc.record({ Records: fc.array(json, { minLength: 1, maxLength: 4 }) });
    fc.assert(
      fc.property(fc.oneof(json, records, fc.constant(undefined)), (event) => {
        const messages = messagesOf(event, []);
        expect(messages.length).toBeGreaterThan(0);
        expectWithinLimits(messages);
      }),
    );
  });

  it('any text in any place of an alarm becomes a message that Slack takes', () => {
    const events = eventNames.map(readEventFile);
    fc.assert(
      fc.property(
        fc.constantFrom(...events),
        fc.array(nasty, { minLength: 1, maxLength: 8 }),
        fc.array(nasty, { maxLength: 12 }),
        fc.nat(),
        (event, texts, lines, seed) => {
          expectWithinLimits(messagesOf(disturb(event, texts, seed), lines));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('an alarm with everything in it stays below fifty blocks', () => {
    const many = Array.from({ length: 500 }, (_, index) => `${index} ${'<&>'.repeat(500)}`);
    const alarm: Alarm = {
      kind: 'contributor',
      name: many.join(),
      state: many.join(),
      previousState: many.join(),
      reason: many.join(),
      description: many.join(),
      place: { accountId: many.join(), region: many.join(), partition: 'aws' },
      time: many.join(),
      tags: {},
      watched: many,
      dimensions: many.map((value) => ({ name: value, value })),
      children: many,
    };
    const message = messageOf(alarm, many);
    expectWithinLimits([message]);
    expect(message.attachments[0]?.blocks).toHaveLength(7);
  });

  it('no text can mention anybody, link to anything, or end a block of code', () => {
    fc.assert(
      fc.property(nasty, nasty, (title, text) => {
        const { attachments } = textMessage(title, text);
        const shown = JSON.stringify(attachments);
        expect(shown).not.toMatch(/[<>]/);
        expect(shown.split('```')).toHaveLength(3);
      }),
    );
  });
});

/** Puts texts in the place of some of those in an event, the JSON in SNS messages included. */
function disturb(event: unknown, texts: readonly string[], seed: number): unknown {
  let at = seed;
  const change = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => change(one, key));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [name, change(one, name)]),
      );
    }
    if (key === 'Message' && typeof value === 'string' && value.startsWith('{')) {
      return JSON.stringify(change(JSON.parse(value), ''));
    }
    at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
    // What says which form it is stays, mostly: the interesting texts are within.
    if (typeof value !== 'string' || key === 'source' || at % 3 === 0) return value;
    return texts[at % texts.length] ?? value;
  };
  return change(event, '');
}
