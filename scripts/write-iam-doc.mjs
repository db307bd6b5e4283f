// Writes docs/iam.md from the policies as the provisioner writes them. With --print it writes to the terminal instead.
import { writeFileSync } from 'node:fs';
import { laneNames, platformNames } from '../packages/core/src/index.ts';
import { provisionerPolicy } from '../packages/provisioner/src/provisioner-policy.ts';
import {
  boundaryPolicyOf,
  lanePolicy,
  laneTrustPolicy,
} from '../packages/provisioner/src/resources/lane-policy.ts';

// Stand-ins that the functions take, and what the document says in their place.
const place = { stage: 'stagename', region: 'xx-region-1', accountId: '000000000000' };
const partnerId = 'partner-id';
const placeholders = [
  [place.stage, 'STAGE'],
  [place.region, 'REGION'],
  [place.accountId, 'ACCOUNT'],
  [partnerId, 'PARTNER'],
];

/** Why actions stand on everything, or on everything of a kind. */
const reasons = {
  'sqs:ListQueues': 'finds the lanes of a stage by the beginning of their names',
  'logs:DescribeLogGroups': 'finds a log group; there is no request for just one',
  'lambda:CreateEventSourceMapping':
    'a mapping has no name before it is made; the condition holds it to the functions of lanes',
  'lambda:ListEventSourceMappings': 'finds the mappings of a queue',
  'lambda:GetAccountSettings': '`measureRoom`: bytes of code in the account',
  'iam:GetAccountSummary': '`measureRoom`: roles in the account',
  'ssm:DescribeParameters':
    '`measureRoom`: parameters in the account. It tells names, never values',
  'cloudwatch:GetMetricData': '`updateCode`: errors of the functions of a wave',
  'cloudwatch:GetMetricStatistics': '`describePartner`: age of the oldest hook',
  'cloudwatch:DescribeAlarms':
    'reads alarms by a list of names. AWS documents single alarms as its resource; a list is held here to be judged on all',
  'lambda:GetEventSourceMapping':
    'waits until a mapping has settled or is gone; its name is a number that Lambda draws',
  'lambda:ListTags': 'reads whose a mapping is',
  'lambda:TagResource': 'tags a mapping; the condition holds it to tags that name the stage',
  'lambda:DeleteEventSourceMapping': 'as above; the condition holds it to the functions of lanes',
  'lambda:UpdateEventSourceMapping': 'as above; the condition holds it to the functions of lanes',
};

const partners = provisionerPolicy(place);
const alarms = provisionerPolicy({ ...place, for: 'alarms' });
const platform = provisionerPolicy({ ...place, for: 'platform' });

const arnOf = (service, resource) =>
  `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
const site = { arnOf, stage: place.stage };
const lane = lanePolicy(site, laneNames(place.stage, partnerId), platformNames(place.stage));
const boundary = boundaryPolicyOf(site, place.stage);

function block(document) {
  return `\`\`\`json\n${JSON.stringify(document, undefined, 2)}\n\`\`\``;
}

/** Lines of a table with all actions that stand on `*` or on `kind:*`, each with its reason. */
function wideActions() {
  const wide = [...partners.Statement, ...alarms.Statement, ...platform.Statement].flatMap(
    ({ Action, Resource }) =>
      Resource.filter((arn) => /^\*$|:(alarm|event-source-mapping):\*$/.test(arn)).flatMap((arn) =>
        Action.map((action) => [action, arn]),
      ),
  );
  const once = new Map(wide);
  const unused = Object.keys(reasons).filter((action) => !once.has(action));
  if (unused.length > 0) throw new Error(`Reasons for what is not in the policies: ${unused}`);
  return [...once].map(([action, arn]) => {
    if (reasons[action] === undefined) throw new Error(`No reason why ${action} stands on ${arn}`);
    return `| \`${action}\` | \`${arn.split(':').slice(-2).join(':')}\` | ${reasons[action]} |`;
  });
}

/** Characters at the longest stage, in a region with a long name. */
function characters(holder) {
  const longest = { ...place, stage: 'abcdefghij', region: 'ap-southeast-1', for: holder };
  return JSON.stringify(provisionerPolicy(longest)).length.toLocaleString('en');
}

const text = `# Permissions

Who needs which rights in IAM. \`provisionerPolicy\` of \`@hooklane/provisioner\` writes the policies of whoever runs the provisioner;
this page is written from it by \`npx -y pnpm run docs:iam\`, and a test fails when it is not.

| who | what it calls | policy |
| --- | --- | --- |
| whoever sets a stage up | \`provisionPlatform\`, once and after an update of Hooklane | [platform](#platform) |
| whoever runs partners every day | \`provisionPartner\`, \`planPartner\`, \`updatePartner\`, \`disablePartner\`, \`enablePartner\`, \`deletePartner\`, \`rotateSecret\`, \`readSecrets\`, \`listPartners\`, \`describePartner\`, \`updateCode\`, \`measureRoom\` | [partners](#partners) |
| whoever sends alarms to Slack | \`provisionAlarms\`, \`removeAlarms\` | [alarms](#alarms) |
| the function of a lane | its queue, its dead letters, the results, its secrets, its logs | [lane](#the-role-of-a-lane), below the [boundary](#the-boundary) |

\`\`\`ts
import { provisionerPolicy } from '@hooklane/provisioner';

const place = { stage: 'prod', region: 'eu-west-1', accountId: '123456789012' };
const everyDay = provisionerPolicy(place);
const setUp = provisionerPolicy({ ...place, for: 'platform' });
console.log(JSON.stringify(everyDay), JSON.stringify(setUp));
\`\`\`

Attach each as a managed policy to a role of its own, one per stage and region; elsewhere than in the usual regions give \`partition\`: \`aws-cn\`,
\`aws-us-gov\`. IAM takes 6,144 characters for a managed policy, not counting white space; with a stage of ten characters
these have ${characters('partners')}, ${characters('alarms')} and ${characters('platform')}, so each fits into one.

## Why there are several

\`provisionPlatform\` writes the boundary: the most that any lane's role may ever do. Whoever may change the boundary *and* fill roles can give a role
any right of the account, and take that role through a function. So the policies for partners and alarms cannot make, change or delete a managed policy,
and the one for the platform cannot touch a role. Never give it and one of the others to one principal.

What whoever holds the policy for partners can do, and no more:

- Roles: only named \`hooklane-STAGE-*\` under the path \`/hooklane/STAGE/\`, and only with the boundary of the stage: without it none is made, filled or
  opened to others. The boundary cannot be taken off. IAM compares it in \`iam:PermissionsBoundary\`. Let nobody else make roles under that path:
  \`iam:PassRole\` goes by the name alone.
- Functions: only named \`hooklane-STAGE-*\`, only with such a role: \`iam:PassRole\` ends there, and at Lambda. The code of a lane runs below the boundary,
  so it reaches the queues, secrets and logs of its stage, and nothing else. But the code of any function of such a name can be changed, whatever its role: let
  nobody else name functions so. In a stack called \`hooklane-STAGE\` or \`hooklane-STAGE-…\` CloudFormation would; \`@hooklane/cdk\` refuses such a stack.
- Mappings: only of such functions, by \`lambda:FunctionArn\`.
- Everything in the stage: it reads the secrets of all its partners, deletes queues with hooks in them, and may let others in by the policy of a
  queue or the trust of a role. The results queue has a name of the same form, and is in reach.

Secrets are encrypted with the key \`aws/ssm\`, whose own policy lets every principal of the account use it through Parameter Store: no right for KMS is needed.

## Why each \`*\` is there

By the Service Authorization Reference of AWS (June 2026). Where the resource is \`*\`, the action takes no other. Nothing of this was tried on a live
account: it was tried on an emulator that judges the name of an action, with the resources and conditions judged by Hooklane's own tests.

| action | resource | why |
| --- | --- | --- |
${wideActions().join('\n')}

\`iam:GetRole\` and \`iam:GetRolePolicy\` are also allowed on names without the path: requests name a role without it, and IAM cannot know the path of a role
that is not there yet.

## Partners

${block(partners)}

## Alarms

For \`provisionAlarms\`: one function by its name, that SNS and nobody else may call.

${block(alarms)}

## Platform

${block(platform)}

## The role of a lane

\`provisionPartner\` makes one for each function, as an inline policy named \`lane\`. It reaches no other lane.

${block(lane)}

Only Lambda may take it:

${block(laneTrustPolicy)}

## The boundary

\`provisionPlatform\` makes the managed policy \`hooklane-STAGE-boundary\`. It grants nothing by itself: a role may do what its own policy and the boundary
both allow.

${block(boundary)}
`;

const written = placeholders.reduce((whole, [from, to]) => whole.replaceAll(from, to), text);
if (process.argv.includes('--print')) process.stdout.write(written);
else writeFileSync(new URL('../docs/iam.md', import.meta.url), written);
