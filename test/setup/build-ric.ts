import { ricDirectory } from './lambda-runtime.ts';

/** Builds Lambda's runtime client once, before the test files that need it start side by side. */
export async function setup(): Promise<void> {
  if (process.env['HOOKLANE_TEST_LAMBDA'] !== '1') return;
  try {
    await ricDirectory();
  } catch (error) {
    // A machine without the network: the tests that need it say that they were skipped.
    process.stderr.write(`${String(error)}\n`);
  }
  // The files find what was built, and do not try again what cannot be.
  delete process.env['HOOKLANE_TEST_LAMBDA'];
}
