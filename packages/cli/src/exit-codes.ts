/** What the process tells its shell. docs/cli.md lists them for users. */
export const exitCodes = {
  done: 0,
  /** Something that was asked for failed, all or in part. */
  failed: 1,
  /** The command, an option or an input is wrong. */
  usage: 2,
  /** Refused to protect something: it needs `--yes`, `--force`, or another owner's resource is in the way. */
  refused: 3,
  /** No credentials, no rights, or nobody answers. */
  noAccess: 4,
  /** The partner, the platform or the queue is not there. */
  notFound: 5,
  /** As shells have it for an interrupt. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
