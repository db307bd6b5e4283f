// Minified and compressed, with everything that is imported but Node's own modules and the AWS SDK.
/** @type {import('size-limit').SizeLimitConfig} */
const entries = [
  { name: 'signature', limit: '3 kB' },
  { name: 'receiver', limit: '5 kB' },
  { name: 'core', limit: '12 kB' },
  { name: 'queue', limit: '15 kB' },
  { name: 'handler', limit: '20 kB' },
  { name: 'provisioner', limit: '20 kB' },
];

export default entries.map(({ name, limit }) => ({
  name: `@hooklane/${name}`,
  path: `packages/${name}/dist/index.js`,
  limit,
  ignore: ['@aws-sdk/*'],
  modifyRolldownConfig: (config) => ({ ...config, platform: 'node' }),
}));
