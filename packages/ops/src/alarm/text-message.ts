import { type SlackMessage, section } from './slack-message.ts';
import { codeBlock, escapedText, longestHeader, longestText, plainText } from './slack-text.ts';

/** Writes a message about something that is no alarm. */
export function textMessage(title: string, text: string): SlackMessage {
  const signed = `✉️ ${title}`;
  return {
    text: escapedText(signed, longestText),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: plainText(signed, longestHeader), emoji: false },
      },
    ],
    attachments: [{ color: '#868686', blocks: [section(codeBlock(text, longestText))] }],
  };
}
