// consent-and-sensitive-data 3.6, 3.8: which records a permit lets go, as the room of sensitivity reads it.
import { classMask, label } from '../sensitivity/bits.ts';
import type { Part2Basis, ReleasePermit } from '../sensitivity/decide-record.ts';
import { jurisdictionEffects } from '../sensitivity/jurisdiction.ts';
import type { Birth, SignerStanding } from './authority.ts';
import { categories, type Granted } from './grants.ts';
import type { ConsentPolicy, Permit } from './permit.ts';
import type { ReleaseTerms } from './terms.ts';

interface ReleaseInput {
  clientId: string;
  terms: ReleaseTerms;
  birth: Birth;
  policy: ConsentPolicy | undefined;
  scope: Granted;
  signer: SignerStanding;
  /** The consent names records of substance use programmes expressly. */
  statement: boolean | undefined;
  keptBack: { categories: readonly string[] };
  today: { end: string };
}

/** The content of a permit; of a refused one it says what would have been asked of the store. */
export function releaseOf(input: ReleaseInput): { permit: ReleasePermit; statements: Permit['statements'] } {
  const { terms, scope, signer } = input;
  const minor = signer.may && signer.minor;
  const law = jurisdictionEffects(terms.jurisdictions, {
    holderState: terms.holderState,
    memberState: input.birth.state ?? undefined,
    on: input.today.end,
    authorizations: new Set(),
    notices: terms.notices,
  });
  return {
    permit: {
      policy: input.policy ?? 'regular',
      deny: {
        policy: terms.regularExcludes,
        jurisdiction: law.deny,
        // What a minor may consent to alone is not in a parent's grant (45 CFR 164.502(g)(3); 42 CFR 2.14).
        member: (scope.labels === null ? 0 : classMask & ~scope.labels) | (minor ? minorMask : 0),
        partner: terms.partnerDeny[input.clientId] ?? 0,
      },
      categories: new Set([...scope.categories].filter((one) => !input.keptBack.categories.includes(one))),
      window: scope.window,
      part2: minor ? null : part2Basis(terms, input.statement ?? false),
      declaredOrdinary: terms.declaredOrdinary,
    },
    statements: law.attach,
  };
}

const minorMask = label.MINOR;

/** consent-and-sensitive-data 1.1: `#sensitive` alone is no basis for records of a programme. */
function part2Basis({ part2 }: ReleaseTerms, statement: boolean): Part2Basis {
  if (part2 === 'never') return null;
  if (statement) return 'statement';
  return part2 === 'hipaa-redisclosure' ? 'tpo' : null;
}

/** The member, or the law that stands in for the member, lets less go than the policy does. */
export const isNarrow = (permit: ReleasePermit): boolean =>
  permit.deny.member !== 0 ||
  permit.categories.size < categories.length ||
  permit.window.from !== null ||
  permit.window.to !== null;
