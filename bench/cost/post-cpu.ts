import { openStage } from '../deliver/stage.ts';
import { median } from '../kit/median.ts';

const hooks = 2_000;
const rounds = 5;

/**
 * Processor time that Hooklane's handler takes for a hook, in milliseconds: signed, POSTed with TLS, its result sent to
 * SQS; in a process of its own.
 */
export async function measurePostCpuMs(): Promise<number> {
  await using stage = await openStage();
  await using runner = await stage.enter({
    name: 'createSqsHandler',
    file: 'handler',
    work: 'batch',
    isSigned: true,
  });
  await runner.run(hooks);
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { cpuMs } = await runner.run(hooks);
    times.push(cpuMs / hooks);
  }
  return median(times);
}
