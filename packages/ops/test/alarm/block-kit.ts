// What Slack takes, from its reference of Block Kit: https://docs.slack.dev/reference/block-kit/blocks

type Shape = Readonly<Record<string, unknown>>;

const mostBlocks = 50;
const mostText = 3_000;

/** Says what of a message Slack would refuse; `undefined` when it takes it. */
export function findBlockKitFault(message: unknown): string | undefined {
  if (!isShape(message)) return 'the message is no object';
  const { text, blocks = [], attachments = [], ...others } = message;
  if (Object.keys(others).length > 0) return `unknown: ${Object.keys(others).join(', ')}`;
  if (typeof text !== 'string' || text === '') return 'no text';
  if (!Array.isArray(blocks) || !Array.isArray(attachments)) return 'no list';
  if (attachments.length > 20) return `${attachments.length} attachments`;
  const inner = attachments.flatMap((one: unknown) => (isShape(one) ? one['blocks'] : undefined));
  const all = [...blocks, ...inner];
  if (all.length > mostBlocks) return `${all.length} blocks`;
  return (
    findMarkupFault(text, 40_000) ??
    attachments.map(findAttachmentFault).find((fault) => fault !== undefined) ??
    all.map(findBlockFault).find((fault) => fault !== undefined)
  );
}

function findAttachmentFault(attachment: unknown): string | undefined {
  if (!isShape(attachment)) return 'an attachment is no object';
  const { color, blocks, ...others } = attachment;
  if (Object.keys(others).length > 0) return `unknown: ${Object.keys(others).join(', ')}`;
  if (!/^#[0-9a-f]{6}$/.test(String(color))) return `colour ${String(color)}`;
  return Array.isArray(blocks) ? undefined : 'an attachment without blocks';
}

function findBlockFault(block: unknown): string | undefined {
  if (!isShape(block)) return 'a block is no object';
  const { type, ...content } = block;
  const has = (...names: readonly string[]): boolean =>
    Object.keys(content).toSorted().join() === names.toSorted().join();
  switch (type) {
    case 'header':
      return has('text') ? findTextFault(content['text'], 150, 'plain_text') : 'header';
    case 'section':
      if (has('text')) return findTextFault(content['text'], mostText);
      return has('fields') ? findListFault(content['fields'], 10, 2_000) : 'section';
    case 'context':
      return has('elements') ? findListFault(content['elements'], 10, mostText) : 'context';
    default:
      return `block ${String(type)}`;
  }
}

function findListFault(list: unknown, most: number, longest: number): string | undefined {
  if (!Array.isArray(list) || list.length < 1 || list.length > most) return 'a list too long';
  return list.map((one) => findTextFault(one, longest)).find((fault) => fault !== undefined);
}

function findTextFault(text: unknown, longest: number, only?: string): string | undefined {
  if (!isShape(text)) return 'a text is no object';
  const { type, text: value, ...flags } = text;
  if (only !== undefined && type !== only) return `${String(type)} instead of ${only}`;
  if (typeof value !== 'string' || value === '') return 'an empty text';
  if (value.length > longest) return `a text of ${value.length} instead of ${longest}`;
  const flag = type === 'mrkdwn' ? 'verbatim' : 'emoji';
  const unknown = Object.entries(flags).find(
    ([name, set]) => name !== flag || typeof set !== 'boolean',
  );
  if (unknown !== undefined) return `${String(type)} with ${unknown[0]}`;
  if (type === 'mrkdwn') return findMarkupFault(value, longest);
  return type === 'plain_text' ? findCharacterFault(value) : `text ${String(type)}`;
}

/** Angle brackets only around links and dates, `&` only in the three entities. */
function findMarkupFault(text: string, longest: number): string | undefined {
  if (text.length > longest) return `a text of ${text.length} instead of ${longest}`;
  const rest = text
    .replace(/<https?:\/\/[^<>|\s]+\|[^<>|\n]+>/g, '')
    .replace(/<!date\^\d+\^[^<>|^]+\|[^<>|]+>/g, '')
    .replace(/&(?:amp|lt|gt);/g, '');
  if (/[<>&]/.test(rest)) return `markup in ${JSON.stringify(rest.slice(0, 80))}`;
  const fences = text.split('```').length - 1;
  return fences % 2 === 0 ? findCharacterFault(text) : 'an open block of code';
}

function findCharacterFault(text: string): string | undefined {
  if (!text.isWellFormed()) return 'half a character';
  return /(?![\n\t])\p{Cc}/u.test(text) ? 'a control character' : undefined;
}

function isShape(value: unknown): value is Shape {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
