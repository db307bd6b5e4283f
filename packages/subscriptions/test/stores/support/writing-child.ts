// Run as a process of its own, to be killed: adds events and results, and says of each when it is there.
import { writeSync } from 'node:fs';
import { createSqliteStore } from '../../../src/sqlite.ts';
import { buildStoredEvent } from '../../../src/testing.ts';
import { hooksOf, resultsOf } from './stored-load.ts';

const [path = '', name = '', count = 'Infinity'] = process.argv.slice(2);
const store = createSqliteStore({ path });
for (let number = 0; number < Number(count); number += 1) {
  const id = `evt_${name}_${number}`;
  await store.addEvent(buildStoredEvent({ id, idempotencyKey: `key of ${id}` }), hooksOf(id));
  // Written before the next step, whatever happens to this process.
  writeSync(1, `event ${id}\n`);
  await store.addResults(resultsOf(id, 1_000 + number));
  writeSync(1, `results ${id}\n`);
}
await store.close();
