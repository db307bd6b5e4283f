// Brings the lane of each partner to where src/partners.ts says it is to be. Run it again after anything.
import { handlerArtifact } from '@hooklane/handler/artifact';
import { provisionPartner } from '@hooklane/provisioner';
import { partners } from '../src/partners.ts';
import { stage } from '../src/stage.ts';

const code = await handlerArtifact();
for (const { partnerId, policy } of partners) {
  const { queueUrl } = await provisionPartner(
    { partnerId, policy, compute: { kind: 'lambda' } },
    {
      stage,
      code,
      onProgress: ({ kind, resource, name }) => console.log(kind, resource, name),
    },
  );
  console.log(`The lane of ${partnerId} is ${queueUrl}`);
}
