import { CommanderError } from 'commander';
import { OperatorProblem } from '../app/operator-problem.ts';
import { Problem, type ProblemCategory } from '../problem/problem.ts';

/** How a command ended when it did not do what was asked. 1: it failed; 2: it was called wrongly. */
export interface Failure {
  exitCode: 1 | 2;
  error: { code: string; message: string; hint: string };
}

/** The way a command is called is wrong: exit status 2. */
export class UsageProblem extends OperatorProblem {}

/** What was named does not exist. */
export const notFound = (text: string, hint: string): OperatorProblem =>
  new OperatorProblem(text, hint, { code: 'not-found' });

const hints: Partial<Record<ProblemCategory, string>> = {
  'not-found': 'List what there is with the command’s `list`.',
  conflict: 'Look at what exists with `list` or `show`, then remove it or choose another name.',
  busy: 'Try again in a moment.',
  fault: 'Run with LOG_LEVEL=debug and look at the log; `throughline doctor` checks the surroundings.',
};

/** What to tell about an error. Words of unknown errors go out too: the operator owns the machine. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { exitCode: 2, error: { code: 'usage', message, hint: 'See --help.' } };
  }
  if (error instanceof UsageProblem) {
    return { exitCode: 2, error: { code: 'usage', message: error.publicText, hint: error.hint } };
  }
  if (error instanceof OperatorProblem) {
    return { exitCode: 1, error: { code: error.code, message: error.publicText, hint: error.hint } };
  }
  if (error instanceof Problem) {
    const hint = hints[error.category] ?? 'See the command’s --help.';
    return {
      exitCode: 1,
      error: {
        code: error.code,
        message: error.detail ? `${error.publicText} (${error.detail})` : error.publicText,
        hint,
      },
    };
  }
  const { code, message } = error as { code?: unknown; message?: unknown };
  return {
    exitCode: 1,
    error: {
      code: typeof code === 'string' ? code : 'exception',
      message: typeof message === 'string' && message !== '' ? message : String(error),
      hint: hintOfCode(code),
    },
  };
}

function hintOfCode(code: unknown): string {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
      return 'Is the database or partner up, and is its URL right? `throughline doctor` checks both.';
    case 'EADDRINUSE':
      return 'Another program listens there: choose another --port.';
    case 'ENOENT':
      return 'Check the path.';
    case 'EACCES':
      return 'Check who may read and write there.';
    case '28P01':
    case '28000':
      return 'The database does not accept this user: check DATABASE_URL.';
    case '3D000':
      return 'Create the database first, or name another in DATABASE_URL.';
    default:
      return hints.fault!;
  }
}
