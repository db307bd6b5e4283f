import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStageVariable } from './provisioner-environment.ts';
import { createProvisionerHandler, type ProvisionerHandler } from './provisioner-handler.ts';

/** The handler of the provisioner's function; beside it in its zip is the code of lanes. */
export const handler: ProvisionerHandler = makeHandler();

/** The one function that reads the environment of the process. */
function makeHandler(): ProvisionerHandler {
  const zip = readFileSync(join(process.env['LAMBDA_TASK_ROOT'] ?? '', 'handler.zip'));
  const sha256 = createHash('sha256').update(zip).digest('base64');
  return createProvisionerHandler({
    stage: readStageVariable(process.env),
    code: { zip: new Uint8Array(zip), sha256, handler: 'index.handler' },
    onProgress: (event) => {
      process.stdout.write(
        `${JSON.stringify({ level: 'INFO', message: 'provisioning', ...event })}\n`,
      );
    },
  });
}
