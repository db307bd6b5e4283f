import type { Table } from '../kit/table.ts';
import { runOn } from '../kit/virtual-time.ts';
import { openLane } from './billed-lane.ts';
import type { Design } from './design.ts';
import { pollers, pollLane } from './loops.ts';
import { prices } from './prices.ts';

const hourMs = 3_600_000;
const hoursInMonth = 730;

/** What a lane without traffic asks SQS, a month. */
export async function idleTable(design: Design): Promise<Table> {
  const lane = await openLane(design, { status: 200, latencyMs: 0, cpuMs: 0 });
  const hourly = await runOn(lane.clock, async () => {
    pollLane(lane);
    await lane.clock.sleep(hourMs);
    return lane.sqs.emptyReceives;
  });
  const row = (name: string, requests: number) => [
    name,
    requests,
    (requests * prices.millionSqsRequests) / 1e6,
  ];
  const monthly = hourly * hoursInMonth;
  return {
    title: 'A lane without traffic, a month',
    columns: ['', 'SQS requests', 'dollars'],
    rows: [
      row(`function, ${pollers} pollers (MaximumConcurrency keeps all of them)`, monthly),
      row('worker, one poll in 20 s', monthly / pollers),
    ],
  };
}
