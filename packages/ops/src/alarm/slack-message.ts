/** A text of Block Kit. */
export type SlackText =
  | { readonly type: 'plain_text'; readonly text: string; readonly emoji: false }
  | { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };

/** The blocks of Block Kit that are used. */
export type SlackBlock =
  | { readonly type: 'header'; readonly text: SlackText }
  | { readonly type: 'section'; readonly text: SlackText }
  | { readonly type: 'section'; readonly fields: readonly SlackText[] }
  | { readonly type: 'context'; readonly elements: readonly SlackText[] };

/** What is posted to an incoming webhook of Slack. */
export interface SlackMessage {
  /** Shown in notifications, and where blocks cannot be. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  /** Only an attachment has a colour. */
  readonly attachments: readonly {
    readonly color: string;
    readonly blocks: readonly SlackBlock[];
  }[];
}

/** Slack looks for no links, channels or people in it, but for those in angle brackets. */
export function mrkdwn(text: string): SlackText {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** A section of one text. */
export function section(text: string): SlackBlock {
  return { type: 'section', text: mrkdwn(text) };
}
