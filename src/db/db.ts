import pg from 'pg';
import { DatabaseSocket } from './socket.ts';
import { compile, type Sql } from './sql.ts';

// Ids and counts fit a double; a date stays the text 'YYYY-MM-DD' (a Date would take on a time zone).
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(1016 as number, (text) =>
  text === '{}' ? [] : text.slice(1, -1).split(',').map(Number),
);

/** What runs statements: the pool itself, or one transaction of it. */
export interface Queries {
  /** All rows. */
  query<T extends object>(query: Sql): Promise<T[]>;
  /** The one row; throws when there is none. */
  one<T extends object>(query: Sql): Promise<T>;
  /** The first row, if any. */
  maybe<T extends object>(query: Sql): Promise<T | undefined>;
  /** The number of rows that the statement touched. */
  run(query: Sql): Promise<number>;
}

/** One open transaction. `client` is for COPY only. */
export interface Tx extends Queries {
  readonly client: pg.PoolClient;
  /** Aborted just before the transaction ends, either way: work that still runs beside it must send nothing after. */
  readonly over: AbortSignal;
}

export interface TxOptions {
  isolation?: 'read committed' | 'repeatable read';
  readOnly?: boolean;
}

export interface Db extends Queries {
  /** Runs `work` in one transaction: commits when it returns, rolls back when it throws. */
  tx<T>(work: (tx: Tx) => Promise<T>, options?: TxOptions): Promise<T>;
  /** A connection of one's own outside a transaction (LISTEN, session locks, temporary tables). */
  session<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  readonly url: string;
  close(): Promise<void>;
}

function queriesOn(client: pg.Pool | pg.PoolClient): Queries {
  return {
    query: async <T extends object>(q: Sql) => (await client.query<T>(compile(q))).rows,
    one: async <T extends object>(q: Sql) => {
      const [row] = (await client.query<T>(compile(q))).rows;
      if (row === undefined) throw new Error(`no row: ${q.strings.join('?').trim().slice(0, 80)}`);
      return row;
    },
    maybe: async <T extends object>(q: Sql): Promise<T | undefined> =>
      (await client.query<T>(compile(q))).rows[0] as T | undefined,
    run: async (q) => (await client.query(compile(q))).rowCount ?? 0,
  };
}

export interface DbOptions {
  /** Most connections of this process. */
  connections_max?: number;
  applicationName?: string;
}

/** Opens a pool. `url` is a libpq URL; a socket directory goes in `?host=`. */
export function openDb(url: string, options: DbOptions = {}): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections_max ?? 12,
    application_name: options.applicationName ?? 'throughline',
    keepAlive: true,
    stream: () => new DatabaseSocket(),
  });
  // An idle connection that the server closed is replaced on next use; without a listener it would end the process.
  pool.on('error', () => {});
  // Neither may one that is cut while somebody holds it: whoever waits for its answer is told by the query's own error.
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    ...queriesOn(pool),
    url,
    tx: async (work, txOptions = {}) => {
      const client = await pool.connect();
      const over = new AbortController();
      let broken: unknown;
      try {
        const isolation = txOptions.isolation ?? 'read committed';
        await client.query(`begin isolation level ${isolation}${txOptions.readOnly ? ' read only' : ''}`);
        const result = await work({ ...queriesOn(client), client, over: over.signal });
        over.abort();
        const { command } = await client.query('commit');
        // A statement failed and `work` swallowed it: PostgreSQL answers COMMIT with ROLLBACK and keeps nothing.
        if (command === 'ROLLBACK') throw new Error('the transaction had failed: nothing of it was kept');
        return result;
      } catch (error) {
        over.abort();
        await client.query('rollback').catch((e) => {
          broken = e;
        });
        throw error;
      } finally {
        client.release(broken instanceof Error ? broken : undefined);
      }
    },
    session: async (work) => {
      const client = await pool.connect();
      try {
        return await work(client);
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}
