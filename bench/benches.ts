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
  'store',
  'cost',
  'lanes',
  'sustained',
] as const;
