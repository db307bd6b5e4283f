/** The versions that projects get of packages of others: those that Hooklane itself is tested with. */
export const thirdPartyVersions = {
  '@aws-sdk/client-dynamodb': '3.1164.0',
  '@aws-sdk/client-sqs': '3.1169.0',
  '@biomejs/biome': '2.6.8',
  '@hono/node-server': '2.1.9',
  '@types/express': '5.0.6',
  '@types/node': '24.19.2',
  'aws-cdk': '2.1148.1',
  'aws-cdk-lib': '2.276.0',
  constructs: '10.8.1',
  esbuild: '0.28.2',
  express: '5.3.0',
  fastify: '5.12.8',
  fauxqs: '2.4.1',
  hono: '4.13.19',
  typescript: '7.0.2',
  vitest: '5.1.1',
  zod: '4.6.7',
} as const satisfies Readonly<Record<string, string>>;

/** A package of somebody else that projects use. */
export type ThirdParty = keyof typeof thirdPartyVersions;
