import { definePackage } from '../../tsup.base.ts';

export default definePackage([
  'src/index.ts',
  'src/artifact.ts',
  'src/lambda.ts',
  'src/move-lambda.ts',
]);
