// Minified and compressed, with all that is imported but Node's own modules and the AWS SDK, which Lambda
// has and which is ten times as large as the rest, and what is loaded only where it is installed.
/** @type {import('size-limit').SizeLimitConfig} */
const entries = [
  { name: 'signature', limit: '2.6 kB' },
  { name: 'receiver', limit: '6.8 kB' },
  { name: 'core', limit: '8 kB' },
  { name: 'queue', limit: '8 kB' },
  { name: 'handler', limit: '18.5 kB' },
  { name: 'ops', limit: '26 kB' },
  { name: 'provisioner', limit: '32 kB' },
  { name: 'subscriptions', limit: '24 kB' },
];

export default entries.map(({ name, limit }) => ({
  name: `@hooklane/${name}`,
  path: `packages/${name}/dist/index.js`,
  limit,
  modifyRolldownConfig: (config) => ({
    ...config,
    platform: 'node',
    external: [config.external ?? [], /^@aws-sdk\//, /^@opentelemetry\//].flat(),
  }),
}));
