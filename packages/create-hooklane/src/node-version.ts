/** The oldest Node that runs TypeScript without a flag: 22.18. */
const oldest = { major: 22, minor: 18 } as const;

/** What `engines` of a project says. */
export const nodeRange = `>=${oldest.major}.${oldest.minor}`;

/** Says what is wrong with a version of Node such as `20.11.1`; nothing when it will do. */
export function complaintAboutNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > oldest.major || (major === oldest.major && minor >= oldest.minor);
  // Node 23 got there with 23.6; nobody maintains it.
  if (isNewEnough && !(major === 23 && minor < 6)) return undefined;
  return `This needs Node ${oldest.major}.${oldest.minor} or newer, which runs TypeScript as it is. You have ${version}: install Node 24`;
}
