/** Slack refuses a text that is longer (Block Kit reference: section, text object). */
export const longestText = 3_000;
/** Header blocks take less. */
export const longestHeader = 150;
/** As do the fields of a section. */
export const longestField = 2_000;

// Control characters but tab and line break, what turns the direction of writing, and what marks no character.
const unwanted =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are taken out.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g;

/** Takes out what cannot be shown; never empty, as Slack refuses empty texts. */
export function cleanText(text: string): string {
  const cleaned = text.toWellFormed().replace(/\r\n?/g, '\n').replace(unwanted, '').trim();
  return cleaned === '' ? '-' : cleaned;
}

/** Text for a `plain_text` object of at most `longest` characters. */
export function plainText(text: string, longest: number): string {
  return cut(cleanText(text), longest);
}

/**
 * Text for a `mrkdwn` object of at most `longest` characters, in which nothing is a link or a mention.
 *
 * Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapedText(text: string, longest: number): string {
  // In a text three of them would begin a block of code, and a block of code end.
  const cleaned = cleanText(text).replaceAll('```', 'ˋˋˋ');
  // Looked at up to there only: texts may be much longer, and escaping makes none shorter.
  const start = cut(cleaned, longest);
  const pieces = Array.from(start, escapeCharacter);
  const lengths = pieces.reduce((sum, { length }) => sum + length, 0);
  if (lengths <= longest) return pieces.join('');
  let escaped = '';
  for (const piece of pieces) {
    if (escaped.length + piece.length + 1 > longest) break;
    escaped += piece;
  }
  return `${escaped}…`;
}

/** A block of code of at most `longest` characters, which its text cannot end. */
export function codeBlock(text: string, longest: number): string {
  const fences = '```\n\n```'.length;
  return `\`\`\`\n${escapedText(text, longest - fences)}\n\`\`\``;
}

/** A link; `undefined` where the URL is longer than Slack takes. */
export function link(url: string, label: string): string | undefined {
  const { href } = new URL(url);
  const written = `<${href.replace(/[|<>]/g, encodeURIComponent).replaceAll('&', '&amp;')}|${label}>`;
  return written.length > longestText / 3 ? undefined : written;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    default:
      return character;
  }
}

/** Cuts to `longest` UTF-16 units. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const start = text.slice(0, longest - 1);
  // Half of a character cannot be shown.
  return `${start.isWellFormed() ? start : start.slice(0, -1)}…`;
}
