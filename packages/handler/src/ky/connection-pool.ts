import { type Connection, openConnection } from './connection.ts';
import type { GuardedConnector } from './guarded-connector.ts';

/** Connections kept alive, by origin. */
export interface ConnectionPool {
  /** Gives an idle connection, or a new one. */
  take(origin: string): Connection;
  /** Keeps a connection whose request and answer have ended for the next request. */
  giveBack(connection: Connection, origin: string): void;
  /** Closes idle connections. */
  closeIdle(): void;
}

/** What {@link createConnectionPool} needs. */
export interface ConnectionPoolOptions {
  readonly connector: GuardedConnector;
  /** Idle connections kept for each origin. */
  readonly idleConnections: number;
}

/** Keeps connections alive. undici's own pools bound neither idle connections nor connecting ones. */
export function createConnectionPool({
  connector,
  idleConnections,
}: ConnectionPoolOptions): ConnectionPool {
  const idleByOrigin = new Map<string, Connection[]>();

  // A request that waits for its turn on a connection that closes is not lost: its client connects anew.
  const dropIdle = (connection: Connection, origin: string): void => {
    const idle = idleByOrigin.get(origin);
    const index = idle?.indexOf(connection) ?? -1;
    if (index < 0) return;
    idle?.splice(index, 1);
    if (idle?.length === 0) idleByOrigin.delete(origin);
    connection.destroy();
  };

  return {
    take(origin) {
      const connection = idleByOrigin.get(origin)?.pop();
      if (connection !== undefined) return connection;
      const opened = openConnection(origin, connector);
      opened.client.on('disconnect', () => dropIdle(opened, origin));
      return opened;
    },
    giveBack(connection, origin) {
      const idle = idleByOrigin.get(origin) ?? [];
      if (connection.client.destroyed || idle.length >= idleConnections) {
        connection.destroy();
        return;
      }
      idle.push(connection);
      idleByOrigin.set(origin, idle);
    },
    closeIdle() {
      for (const connection of [...idleByOrigin.values()].flat()) connection.destroy();
      idleByOrigin.clear();
    },
  };
}
