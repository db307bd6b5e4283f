/** What to run about an error of the library, which speaks of its functions. */
const hints: Readonly<Record<string, string>> = {
  platform_missing: 'hooklane platform up --stage <stage>',
  lane_missing: 'hooklane partner list, hooklane partner add <partner>',
  unknown_partner: 'hooklane partner list, hooklane partner add <partner>',
  lane_not_empty: '--drain <duration>, hooklane replay <partner>, or --force',
  code_not_live: 'hooklane code update',
};

/** Adds to the message of an error which command helps, where one does. */
export function withCommandHint(code: string, message: string): string {
  const hint = hints[code];
  return hint === undefined ? message : `${message}. Here: ${hint}`;
}
