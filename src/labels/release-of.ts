// consent-and-sensitive-data 3.6: what a permit lets go, record by record
import { type ReleasePermit, regularExcludes_default } from '../sensitivity/decide-record.ts';

const all: ReadonlySet<string> = new Set(['claims', 'pharmacy', 'prior-auth', 'clinical']);

export const releaseOf = ({ policy }: Pick<ReleasePermit, 'policy'>): ReleasePermit => ({
  policy,
  deny: { policy: regularExcludes_default, jurisdiction: 0, member: 0, partner: 0 },
  categories: all,
  window: { from: null, to: null },
  part2: null,
  declaredOrdinary: new Set(),
});
