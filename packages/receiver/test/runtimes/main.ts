// For runtimes with a command line: prints the report as one line of JSON.
import * as node from '@hooklane/receiver';
import { runCases } from './run.ts';

// biome-ignore lint/suspicious/noConsole: the one way to print that all runtimes share.
console.log(JSON.stringify(await runCases(node)));
