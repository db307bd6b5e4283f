import type { buildApp, FauxqsServer } from 'fauxqs';
import { keepMessages, type QueueWriter } from './keep-messages.ts';
import { isLoopbackHost } from './loopback-host.ts';

// fauxqs 2.4.1 listens on every interface, whatever `host` it is given: an open queue for the whole
// network. So its parts are put together here, and listen on the loopback interface only. Its classes
// are not among its exports; they are loaded by their place beside its entry, which is why the version
// of fauxqs is an exact one.

type FauxqsApp = ReturnType<typeof buildApp>;
type QueueSnapshot = NonNullable<ReturnType<FauxqsServer['inspectQueue']>>;

interface SqsStore {
  host: string;
  persistence: Persistence | undefined;
  allQueues(): Iterable<{ persistence: Persistence | undefined }>;
  inspectQueue(name: string): QueueSnapshot | undefined;
}

interface Persistence extends QueueWriter {
  load(sqs: SqsStore, sns: object, s3: object): void;
  close(): void;
}

interface Fauxqs {
  readonly buildApp: (options: {
    readonly logger: boolean;
    readonly stores: { readonly sqsStore: SqsStore };
  }) => FauxqsApp;
  readonly SqsStore: new () => SqsStore;
  readonly SnsStore: new () => object;
  readonly S3Store: new () => object;
  readonly PersistenceManager: new (dataDir: string) => Persistence;
  /** What a message must not hold. */
  readonly INVALID_MESSAGE_BODY_CHAR: RegExp;
}

/** fauxqs, listening on the loopback interface. */
export interface RunningFauxqs {
  readonly port: number;
  inspectQueue(name: string): QueueSnapshot | undefined;
  stop(): Promise<void>;
}

/** Starts fauxqs on a free loopback port; without `dataDir` its messages live in memory. */
export async function runFauxqs(dataDir: string | undefined): Promise<RunningFauxqs> {
  const { buildApp, SqsStore, SnsStore, S3Store, PersistenceManager } = await loadFauxqs();
  const sqsStore = new SqsStore();
  // Without a host of its own, the store makes queue URLs from the address that was asked.
  sqsStore.host = '';
  let persistence: Persistence | undefined;
  if (dataDir !== undefined) {
    persistence = new PersistenceManager(dataDir);
    // In WAL mode this survives the end of the process, kill -9 included, and syncs only at checkpoints:
    // a slow disk would otherwise stop this process at every message (https://sqlite.org/pragma.html#pragma_synchronous).
    persistence.db.exec('PRAGMA synchronous = NORMAL');
    keepMessages(persistence);
    // Loading before the store writes through: writing while loading would delete what is loaded.
    persistence.load(sqsStore, new SnsStore(), new S3Store());
    sqsStore.persistence = persistence;
    for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
  }
  const app = buildApp({ logger: false, stores: { sqsStore } });
  refuseOtherHosts(app);
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    port: Number(new URL(address).port),
    inspectQueue: (name) => sqsStore.inspectQueue(name),
    stop: async () => {
      app.server.closeAllConnections();
      await app.close();
      persistence?.close();
    },
  };
}

function refuseOtherHosts(app: FauxqsApp): void {
  app.addHook('onRequest', async ({ headers }, reply) => {
    if (isLoopbackHost(headers.host)) return;
    await reply.code(403).send({ error: 'The embedded SQS answers this machine only' });
  });
}

async function loadFauxqs(): Promise<Omit<Fauxqs, 'INVALID_MESSAGE_BODY_CHAR'>> {
  const entry = import.meta.resolve('fauxqs');
  const load = async (file: string): Promise<Fauxqs> => import(new URL(file, entry).href);
  const [
    { buildApp },
    { SqsStore },
    { SnsStore },
    { S3Store },
    { PersistenceManager },
    { INVALID_MESSAGE_BODY_CHAR },
  ] = await Promise.all([
    load('./app.js'),
    load('./sqs/sqsStore.js'),
    load('./sns/snsStore.js'),
    load('./s3/s3Store.js'),
    load('./persistence.js'),
    load('./sqs/sqsTypes.js'),
  ]);
  takeAllOfUnicode(INVALID_MESSAGE_BODY_CHAR);
  return { buildApp, SqsStore, SnsStore, S3Store, PersistenceManager };
}

// fauxqs 2.4.1 tests UTF-16 units and so refuses every character beyond U+FFFF, emoji among them; mended
// after this version. SQS takes them (SendMessage: #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF).
function takeAllOfUnicode(invalid: RegExp): void {
  const invalidCharacter = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
  Object.defineProperty(invalid, 'test', {
    value: (text: string) => invalidCharacter.test(text),
    configurable: true,
  });
}
