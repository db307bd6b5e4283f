// For workerd as it is, with no module of Node: answers with the report.
import { runCases } from './run.ts';

// biome-ignore lint/style/noDefaultExport: what workerd asks for.
export default {
  fetch: async (): Promise<Response> => Response.json(await runCases()),
};
