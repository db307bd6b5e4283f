// Brings what the lanes of a stage share to where it is to be: results queue, boundary of roles, alarms.
import { provisionPlatform } from '@hooklane/provisioner';
import { stage } from '../src/stage.ts';

const { resultsQueueUrl } = await provisionPlatform(
  { stage },
  { onProgress: ({ kind, resource, name }) => console.log(kind, resource, name) },
);
console.log(`Results of stage ${stage} come out of ${resultsQueueUrl}`);
