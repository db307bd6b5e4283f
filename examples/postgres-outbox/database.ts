import { openPglite } from './pglite-database.ts';
import { openPostgres } from './postgres-database.ts';

/** Runs one statement and gives its rows. */
export type Query = <Row = never>(
  text: string,
  values?: readonly unknown[],
) => Promise<readonly Row[]>;

/** The little of Postgres that the example needs: any driver can be put behind it. */
export interface Database extends AsyncDisposable {
  readonly query: Query;
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<Result>(work: (query: Query) => Promise<Result>): Promise<Result>;
}

/** Which Postgres. */
export type DatabaseLocation =
  /** PGlite: Postgres in this process, its data in a directory that no other process may have open. */
  | { readonly kind: 'pglite'; readonly dataDir: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** Opens a database. */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  switch (location.kind) {
    case 'pglite':
      return openPglite(location.dataDir);
    case 'postgres':
      return openPostgres(location.url);
    default:
      return location satisfies never;
  }
}
