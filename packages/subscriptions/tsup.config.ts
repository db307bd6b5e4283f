import { definePackage } from '../../tsup.base.ts';

export default definePackage([
  'src/index.ts',
  'src/dynamodb.ts',
  'src/rollout/index.ts',
  'src/sqlite.ts',
  'src/testing.ts',
]);
