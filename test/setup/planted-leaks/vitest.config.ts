import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const setup = fileURLToPath(new URL('../leak-watch.ts', import.meta.url));

export default defineConfig({
  resolve: { conditions: ['@hooklane/source'] },
  ssr: { resolve: { conditions: ['@hooklane/source'] } },
  test: { include: ['*.planted.ts'], setupFiles: [setup], maxWorkers: 1 },
});
