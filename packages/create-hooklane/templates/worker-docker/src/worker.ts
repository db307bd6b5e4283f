// The process in the container: works the lanes of all partners and stores the results, until SIGTERM.
import { runWorker } from '@hooklane/handler';
import { createLaneWorker } from './create-lane-worker.ts';
import { openSubscriptions } from './open-subscriptions.ts';
import { createSecretFiles } from './secret-files.ts';
import { stage } from './stage.ts';
import { startResults } from './start-results.ts';

const secrets = createSecretFiles(process.env['SECRETS_DIR'] ?? 'secrets');
const { worker, resultsQueueUrl } = await createLaneWorker({ stage, secrets });
// A stop waits for the poll under way.
const results = startResults(openSubscriptions(), { resultsQueueUrl, pollSeconds: 5 });
console.log(`Working the lanes of ${worker.partnerIds.join(', ')}, stage ${stage}`);
const signal = await runWorker(worker, { graceMs: 20_000 });
await results.stop();
console.log(`Stopped by ${signal}`);
