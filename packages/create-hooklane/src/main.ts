#!/usr/bin/env node
import { complaintAboutNode } from './node-version.ts';

const complaint = complaintAboutNode(process.versions.node);
if (complaint === undefined) {
  // Only now: an older Node may not even read it.
  const { runInProcess } = await import('./run-in-process.ts');
  process.exitCode = await runInProcess();
} else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 2;
}
