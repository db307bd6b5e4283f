/** Every benchmark, in the order in which all run: `<name>/main.ts`. */
export const benches = [
  'neighbour',
  'deliver',
  'publish',
  'verify',
  'move',
  'retry',
  'bundle',
  'provision',
  'results',
  'cost',
  'lanes',
  'sustained',
] as const;
