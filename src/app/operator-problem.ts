import { Problem, type ProblemOptions } from '../problem/problem.ts';

/** Something that the operator can put right: what is wrong, and what to do next. Neither text holds a secret. */
export class OperatorProblem extends Problem {
  readonly hint: string;

  constructor(text: string, hint: string, options: ProblemOptions = { code: 'value' }) {
    super('invalid', text, options);
    this.hint = hint;
  }
}
