import type { Command } from 'commander';
import type { Run } from '../program.ts';
import { drawTable } from '../table.ts';

/** `hooklane partner list` */
export function addPartnerList(partner: Command, run: Run): void {
  partner
    .command('list')
    .description('list the lanes of a stage')
    .action(
      run(async ({ output, target }) => {
        const { listPartners } = await import('@hooklane/provisioner');
        const lanes = await listPartners(await target.provisioning());
        output.result(lanes, () => {
          if (lanes.length === 0) return `No partners in stage ${target.stage}`;
          return drawTable(
            lanes,
            [
              { title: 'PARTNER', cell: ({ partnerId }) => partnerId },
              { title: 'WORKED BY', cell: ({ compute }) => compute.kind },
              { title: 'QUEUE', cell: ({ queueUrl }) => queueUrl },
            ],
            output.columns,
          );
        });
      }),
    );
}
