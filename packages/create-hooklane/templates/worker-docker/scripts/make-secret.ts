// Makes a secret for a partner, and puts it before those that it has.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSecret } from '@hooklane/signature';
import { partners } from '../src/partners.ts';
import { createSecretFiles } from '../src/secret-files.ts';

const directory = process.env['SECRETS_DIR'] ?? 'secrets';
const partnerId = process.argv[2];
if (partnerId === undefined || !partners.some((partner) => partner.partnerId === partnerId)) {
  console.error('Name a partner of src/partners.ts: {{run}} make-secret acme');
  process.exit(2);
}
const older = await createSecretFiles(directory).getSecrets(partnerId);
const path = join(directory, partnerId);
await mkdir(directory, { recursive: true });
await writeFile(path, `${[generateSecret(), ...older].join('\n')}\n`, { mode: 0o640 });
console.log(`Give ${partnerId} the first line of ${path}`);
