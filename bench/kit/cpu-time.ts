/** Processor time of this process, all of its threads, and what passed meanwhile. */
export interface CpuTime {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** Measures a piece of work. */
export async function cpuTimeOf(work: () => Promise<void>): Promise<CpuTime> {
  const before = process.cpuUsage();
  const began = performance.now();
  await work();
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1_000, wallMs };
}
