import { readFileSync } from 'node:fs';

/** A request, the time of its arrival, and the verdict. */
export interface Scenario {
  readonly name: string;
  readonly secrets: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Clock of the receiver, in Unix seconds. */
  readonly now: number;
  readonly expect: 'accept' | 'reject';
  readonly error?: string;
}

const path = '../../signature/test/vectors/standard-webhooks.json';
const file: { readonly scenarios: readonly Scenario[] } = JSON.parse(
  readFileSync(new URL(path, import.meta.url), 'utf8'),
);

/** Requests with the verdict that each deserves. */
export const standardScenarios: readonly Scenario[] = file.scenarios;

/** The scenario called `name`. */
export function scenarioOf(name: string): Scenario {
  const scenario = standardScenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`No scenario ${name}`);
  return scenario;
}
