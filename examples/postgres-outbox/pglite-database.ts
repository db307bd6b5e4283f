import { PGlite } from '@electric-sql/pglite';
import type { Database, Query } from './database.ts';

/** Opens Postgres in this process. It has one session: transactions take turns. */
export async function openPglite(dataDir: string): Promise<Database> {
  const pglite = await PGlite.create(dataDir);
  const queryOn =
    (session: Pick<PGlite, 'query'>): Query =>
    async <Row>(text: string, values: readonly unknown[] = []) =>
      (await session.query<Row>(text, [...values])).rows;
  return {
    query: queryOn(pglite),
    transaction: (work) =>
      pglite.transaction((transaction) =>
        work(queryOn(transaction as unknown as Pick<PGlite, 'query'>)),
      ),
    [Symbol.asyncDispose]: () => pglite.close(),
  };
}
