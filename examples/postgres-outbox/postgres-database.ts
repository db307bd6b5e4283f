import { Pool, type PoolClient } from 'pg';
import type { Database, Query } from './database.ts';

/** Connects to a Postgres server. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: 4 });
  // A connection that is lost while it rests would end the process; the pool makes a new one for the next query.
  pool.on('error', (error) => console.error(`a connection to Postgres was lost: ${error.message}`));
  const queryOn =
    (session: Pick<PoolClient, 'query'>): Query =>
    async <Row>(text: string, values: readonly unknown[] = []) =>
      (await session.query(text, [...values])).rows as Row[];
  return {
    query: queryOn(pool as unknown as Pick<PoolClient, 'query'>),
    transaction: (work) => inTransaction(pool, (client) => work(queryOn(client))),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  // Nor may one that is lost between two queries: the next of them fails.
  const leaveToNextQuery = (): void => {};
  client.on('error', leaveToNextQuery);
  let isUsable = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    isUsable = true;
    return result;
  } catch (error) {
    // Ends the locks before anybody hears of it. Where it fails, closing the connection rolls back, a moment later.
    isUsable = await client.query('rollback').then(
      () => true,
      () => false,
    );
    throw error;
  } finally {
    client.off('error', leaveToNextQuery);
    client.release(!isUsable);
  }
}
