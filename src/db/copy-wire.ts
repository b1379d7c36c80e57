import type pg from 'pg';

/** Messages that may be on their way before the sender is asked to wait. */
const messagesInFlight_max = 4;

const copyDone = Buffer.from([0x63, 0, 0, 0, 4]);
const copyFail = Buffer.concat([Buffer.from([0x66, 0, 0, 0, 4 + 10]), Buffer.from('abandoned\0')]);

export interface CopyWire {
  /** One whole CopyData message; `sent` is called when its memory is free again. */
  send(message: Buffer, sent: () => void): void;
  /** Undefined while the server keeps up; rejects once the COPY has failed. */
  behind(): Promise<void> | undefined;
  end(): Promise<number>;
}

interface Connection {
  query(text: string): void;
  stream: { write(bytes: Buffer, done?: () => void): boolean };
}

/** The COPY as node-postgres sees it: a query that, once the server is ready, takes messages until it is ended. */
export function openCopyWire(
  client: pg.PoolClient,
  statement: string,
  over: AbortSignal | undefined,
): CopyWire {
  let connection: Connection | undefined;
  let failure: Error | undefined;
  let finished = false;
  let inFlight = 0;
  let waiting: { message: Buffer; sent: () => void }[] = [];
  let wake: (() => void) | undefined;
  let done: ((rows: number) => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  const outcome = new Promise<number>((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
  outcome.catch(() => {}); // it is reported by row() or end()
  let rows = 0;
  let ending = false;

  const abandon = () => {
    if (finished || failure) return;
    settle(new Error('COPY was abandoned: its transaction ended'));
    connection?.stream.write(copyFail);
  };
  over?.addEventListener('abort', abandon, { once: true });

  function settle(error: Error | undefined): void {
    if (finished || failure) return;
    over?.removeEventListener('abort', abandon);
    if (error) {
      failure = error;
      fail?.(error);
    } else {
      finished = true;
      done?.(rows);
    }
    waiting = [];
    wake?.();
  }
  function write(message: Buffer, sent: () => void): void {
    connection!.stream.write(message, () => {
      inFlight--;
      sent();
      wake?.();
    });
  }

  client.query({
    submit(c: Connection) {
      c.query(statement);
    },
    handleCopyInResponse(c: Connection) {
      connection = c;
      if (failure) {
        c.stream.write(copyFail);
        return;
      }
      for (const { message, sent } of waiting) write(message, sent);
      waiting = [];
      if (ending) c.stream.write(copyDone);
    },
    handleCommandComplete(message: { text: string }) {
      rows = Number(message.text.split(' ').at(-1));
    },
    handleReadyForQuery() {
      settle(undefined);
    },
    handleError(error: Error) {
      settle(error);
    },
  } as unknown as pg.Submittable);

  return {
    send(message, sent) {
      if (failure) return;
      inFlight++;
      if (connection) write(message, sent);
      else waiting.push({ message, sent });
    },
    behind() {
      if (failure) return Promise.reject(failure);
      if (inFlight <= messagesInFlight_max) return undefined;
      return new Promise((resolve, reject) => {
        wake = () => {
          if (failure) reject(failure);
          else if (inFlight <= messagesInFlight_max) resolve();
          else return;
          wake = undefined;
        };
      });
    },
    end() {
      ending = true;
      if (connection && !failure) connection.stream.write(copyDone);
      return outcome;
    },
  };
}
