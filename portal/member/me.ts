// Who is signed in. The frame shows a signed-in page only when it knows.
import { createContext, use } from 'react';
import type { Me } from '../api/wire.ts';

export const MeContext = createContext<Me | undefined>(undefined);

export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error('A page that needs a session is shown without one');
  return me;
}

export const useMaybeMe = (): Me | undefined => use(MeContext);
