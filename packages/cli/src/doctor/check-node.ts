import { type Check, check } from './check.ts';

/** The oldest that this package runs on (package.json, engines). */
const oldest = { major: 22, minor: 12 };

/** Checks the version of Node. */
export function checkNode(version: string): Promise<Check> {
  return check('Node.js', async () => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const isNew = major > oldest.major || (major === oldest.major && minor >= oldest.minor);
    if (isNew) return { state: 'ok', found: version };
    return {
      state: 'fail',
      found: `${version} is too old`,
      advice: `Install ${oldest.major}.${oldest.minor} or newer`,
    };
  });
}
