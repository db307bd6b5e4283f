// Holds two summaries of the demo together: node scripts/check-demo.mjs LANES SHARED
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const [lanes, shared] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));
const healthyIds = ['bakery', 'cinema', 'dentist', 'florist'];
const worstP99Ms = ({ partners }) =>
  Math.max(...partners.filter(({ id }) => healthyIds.includes(id)).map(({ p99Ms }) => p99Ms));

for (const { lost, badSignatures } of [lanes, shared]) {
  assert.equal(lost, 0, 'a hook was lost');
  assert.equal(badSignatures, 0, 'a signature was bad');
}
assert.ok(worstP99Ms(lanes) < 250, `healthy partners waited ${worstP99Ms(lanes)} ms (p99)`);
const hanging = lanes.partners.find(({ id }) => id === 'slowpoke');
assert.ok(hanging.pending > 0, 'the hanging partner has no backlog');
const ratio = worstP99Ms(shared) / worstP99Ms(lanes);
assert.ok(ratio >= 10, `one shared queue was only ${ratio.toFixed(1)} times worse`);
process.stdout.write(
  `healthy p99: ${worstP99Ms(lanes)} ms in lanes, ${worstP99Ms(shared)} ms in one queue, ${ratio.toFixed(0)} times worse\n`,
);
