/**
 * One behaviour that every implementation of a port must show. A suite is a list of them, so that
 * any test runner can run it: `for (const { name, run } of suite) it(name, run)`.
 */
export interface ContractCase {
  /** A sentence about behaviour. */
  readonly name: string;
  run(): Promise<void>;
}
