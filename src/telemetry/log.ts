import { type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * Structured logs to standard error; standard output belongs to what a command prints. Nothing that names a member
 * goes in: ids of jobs, files and exchanges only.
 */
export function openLog(level: string, name: string): Log {
  return pino({ level, name, base: { name } }, pino.destination({ dest: 2, sync: true }));
}

export const noLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
