import type { Environment } from './environment.ts';

/** True, false, or FHIRPath's empty. */
export type Truth = boolean | undefined;
export type Test = (focus: unknown, env: Environment) => Truth;

/** Boolean operators on three values (N1, boolean logic). The right side runs only where it can matter. */
export function connected(op: 'and' | 'or' | 'xor' | 'implies', left: Test, right: Test): Test {
  switch (op) {
    case 'and':
      return (focus, env) => {
        const a = left(focus, env);
        if (a === false) return false;
        const b = right(focus, env);
        return b === false ? false : a === true ? b : undefined;
      };
    case 'or':
      return (focus, env) => {
        const a = left(focus, env);
        if (a === true) return true;
        const b = right(focus, env);
        return b === true ? true : a === false ? b : undefined;
      };
    case 'xor':
      return (focus, env) => {
        const a = left(focus, env);
        const b = right(focus, env);
        return a === undefined || b === undefined ? undefined : a !== b;
      };
    case 'implies':
      return (focus, env) => {
        const a = left(focus, env);
        if (a === false) return true;
        const b = right(focus, env);
        return b === true ? true : a === true ? b : undefined;
      };
  }
}
