// For workerd with `nodejs_compat`: answers with the report.
import * as node from '@hooklane/receiver';
import { runCases } from './run.ts';

// biome-ignore lint/style/noDefaultExport: what workerd asks for.
export default {
  fetch: async (): Promise<Response> => Response.json(await runCases(node)),
};
