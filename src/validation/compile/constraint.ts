import { compileTest } from '../fhirpath/compile.ts';
import { UnreadableExpression } from '../fhirpath/tokens.ts';
import type { Constraint } from '../package/definitions.ts';
import type { Check, Place } from './check.ts';
import { isPublishedSlip } from './published-slips.ts';

/** An invariant (elementdefinition.html#constraint). What cannot be read, or not be told, is counted as not checked. */
export function constraintCheck(constraint: Constraint, type: string, place: Place): Check {
  const { key, severity } = constraint;
  const text = constraint.human;
  const unchecked = `invariant ${key}`;
  if (isPublishedSlip(constraint)) return (_, run) => run.skip(`${unchecked} (published wrong)`);
  try {
    const test = compileTest(constraint.expression!, {
      codeSet: (canonical) => place.source.codeSet(canonical, place.structure.scope),
    });
    return (value, run) => {
      run.context = value;
      run.type = type;
      run.unknown = false;
      const truth = test(value, run);
      if (run.unknown) run.skip(unchecked);
      else if (truth !== true) run.fault(severity, 'invariant', key, text);
    };
  } catch (error) {
    if (!(error instanceof UnreadableExpression)) throw error;
    return (_, run) => run.skip(unchecked);
  }
}
