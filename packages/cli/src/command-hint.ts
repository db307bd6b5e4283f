/** What a person at the command runs, where the library names a function to call. */
const sentences: readonly (readonly [advice: RegExp, command: string])[] = [
  [
    /Run provisionPlatform\(.*\) first, in the same account and region$/,
    'Provision it first, in the same account and region: hooklane platform up --stage <stage>',
  ],
  [
    /Run provisionPartner with all of it$/,
    'Give all of it: hooklane partner add <partner> --worker',
  ],
  [
    /(?:Run provisionPartner with its configuration|Call (?:provisionPartner|addPartner) first)$/,
    'Those that have one: hooklane partner list. To add it: hooklane partner add <partner>',
  ],
  [
    /Run updateCode for this partner first, with the code that is to work it$/,
    'Give it the code of this version first: hooklane code update --partner <partner>',
  ],
  [
    /Let it drain and replay its dead letters, or delete them with the lane by force: true$/,
    'Let it drain (--drain <duration>) and replay its dead letters (hooklane replay <partner>), or delete them with the lane: --force',
  ],
];

/** Says a message of the library in words of commands. */
export function inWordsOfCommands(message: string): string {
  return sentences.reduce(
    (text, [advice, command]) => text.replace(advice, () => command),
    message,
  );
}
