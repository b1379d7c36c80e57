// consent-and-sensitive-data 4.2; 45 CFR 164.502(g): whether who signed may sign for the member, and until when.
import type { ConsentFacts } from './facts.ts';
import type { ConsentPolicy } from './permit.ts';

export const authorityKinds = [
  'parent',
  'guardian',
  'health-care-power',
  'durable-power',
  'executor',
  'court',
] as const;
export type AuthorityKind = (typeof authorityKinds)[number];

/** A paper that an officer has seen and filed. */
export interface Authority {
  kind: AuthorityKind;
  /** The widest policy that may be signed under it. */
  scope: 'all' | 'regular';
  validFrom: string;
  validTo: string | null;
}

/** What is known of a member's age, from our own records. */
export interface Birth {
  /** The day, `YYYY-MM-DD`; null: not known to the day. */
  date: string | null;
  /** State of residence, two capital letters; null: not known. */
  state: string | null;
}

/** What a code of v3-RoleCode says about a signer; others are not told. */
const kindOf: Readonly<Record<string, AuthorityKind>> = {
  PRN: 'parent',
  MTH: 'parent',
  FTH: 'parent',
  NMTH: 'parent',
  NFTH: 'parent',
  ADOPTP: 'parent',
  STPPRN: 'parent',
  PRNFOST: 'parent',
  GUARD: 'guardian',
  HPOWATT: 'health-care-power',
  DPOWATT: 'durable-power',
  EXCEST: 'executor',
};

export type SignerStanding =
  /** `until`: the last day on which the signature counts; null: as long as the consent. `minor`: a parent or guardian signed. */
  { may: true; until: string | null; minor: boolean } | { may: false };

/** Whether the signature counts on `today` (`YYYY-MM-DD`, where the days of the consent end first). */
export function signerStanding(
  consent: Pick<ConsentFacts, 'signer' | 'capacity'>,
  policy: ConsentPolicy | undefined,
  known: { authorities: readonly Authority[]; birth: Birth; diedOn: string | null },
  today: string,
): SignerStanding {
  const dead = known.diedOn !== null && known.diedOn <= today;
  if (consent.signer === 'member') return dead ? { may: false } : { may: true, until: null, minor: false };
  const kind = consent.capacity === null ? undefined : kindOf[consent.capacity];
  const filed = known.authorities.some((one) => one.kind === 'parent' && kind === undefined);
  if (!dead && (kind === 'parent' || kind === 'guardian' || filed)) {
    const last = lastDayOfMinority(known.birth);
    if (last !== undefined && today <= last) return { may: true, until: last, minor: true };
  }
  const paper = known.authorities.find(
    (authority) =>
      // A parent has a say over a child alone, whatever the file says (ageing out).
      authority.kind !== 'parent' &&
      fits(authority.kind, kind) &&
      (authority.kind === 'executor') === dead &&
      (authority.scope === 'all' || policy === 'regular') &&
      authority.validFrom <= today &&
      (authority.validTo === null || today <= authority.validTo),
  );
  return paper ? { may: true, until: paper.validTo, minor: false } : { may: false };
}

/** A court's order stands for a guardian's; a capacity that is not told may be any that is on file. */
const fits = (held: AuthorityKind, told: AuthorityKind | undefined): boolean =>
  told === undefined || held === told || (held === 'court' && told === 'guardian');

/** Ages of majority that are not 18 (consent-and-sensitive-data 4.2; law not read, L?). */
const majority_years: Readonly<Record<string, number>> = { AL: 19, NE: 19 };

const majority_years_usual = 18;

/** The last day before the birthday that makes an adult; undefined where the birth date is not known. */
export function lastDayOfMinority({ date, state }: Birth): string | undefined {
  if (date === null) return undefined;
  const year = Number(date.slice(0, 4)) + (majority_years[state ?? ''] ?? majority_years_usual);
  // Born on 29 February: in other years some take the 28th for the birthday, some 1 March. The earlier one ends it sooner.
  const birthday = date.endsWith('-02-29') ? '-02-28' : date.slice(4);
  const day_ms = 86_400_000;
  return new Date(Date.parse(`${year}${birthday}T00:00:00Z`) - day_ms).toISOString().slice(0, 10);
}
