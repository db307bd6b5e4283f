/** @type {import('size-limit').SizeLimitConfig} */
const entries = [
  { name: 'signature', path: 'packages/signature/dist/index.js', limit: '4 kB' },
  { name: 'receiver', path: 'packages/receiver/dist/index.js', limit: '4 kB' },
  { name: 'core', path: 'packages/core/dist/index.js', limit: '12 kB' },
];

export default entries.map((entry) => ({
  ...entry,
  modifyRolldownConfig: (config) => ({ ...config, platform: 'node' }),
}));
