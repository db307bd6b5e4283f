import type { AwsClients } from '../aws-clients.ts';
import type { Target } from '../target.ts';
import { type Check, check } from './check.ts';

/** Checks region and credentials. A server of one's own may know no accounts. */
export async function checkAccount(target: Target, clients: AwsClients): Promise<readonly Check[]> {
  const { endpoint } = target;
  return [
    await check('region', async () => ({
      state: 'ok',
      found: `${await clients.sts.config.region()}${endpoint === undefined ? '' : ` at ${endpoint}`}`,
    })),
    await check(
      'credentials',
      async () => {
        const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
        const { Account, Arn } = await clients.sts.send(new GetCallerIdentityCommand({}));
        return { state: 'ok', found: `account ${Account}, ${Arn}` };
      },
      { onError: endpoint === undefined ? 'fail' : 'warn' },
    ),
  ];
}
