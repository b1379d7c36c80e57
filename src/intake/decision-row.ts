/** One row of a door: what it must say (4.2), and what it says. Judged alone: a bad row is named and keeps no other one back. */
import type { DecisionKind, PlanKind, Scope } from '../election/decision.ts';
import { rowPlans_max } from './limits.ts';

export interface RowFault {
  field: string;
  code: 'missing' | 'value' | 'format' | 'unknown' | 'too-long' | 'future';
}

export interface RowPlan {
  name: string;
  payerId?: string | undefined;
  memberIdThere?: string | undefined;
  relationship: string;
  kind: PlanKind;
  endedYear?: number | undefined;
  otherName?: string | undefined;
  otherAddress?: string | undefined;
}

export interface DecisionRow {
  recordId: string;
  memberId: string;
  kind: DecisionKind;
  scope: Scope | undefined;
  decidedAt: Date;
  effectiveEnd: string | undefined;
  signerType: 'self' | 'representative';
  authorityDocId: string | undefined;
  textId: string | undefined;
  textVersion: string | undefined;
  locale: 'en' | 'es' | undefined;
  channel: string;
  method: string;
  evidenceDocId: string | undefined;
  retracted: boolean;
  plans: RowPlan[];
}

type Json = Record<string, unknown>;
const kinds: readonly string[] = ['opt-in', 'decline', 'defer', 'change', 'withdraw'];
const word = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

export function readRow(
  value: unknown,
  defaults: { channel: string; latest: Date },
): { row: DecisionRow } | { fault: RowFault } {
  const faults: RowFault[] = [];
  const row: Json = isObject(value) ? value : {};
  if (!isObject(value)) faults.push({ field: '', code: 'format' });
  const text = (field: string, fits: RegExp, needed: boolean): string | undefined => {
    const found = row[field];
    if (found === undefined || found === null || found === '') {
      if (needed) faults.push({ field, code: 'missing' });
      return undefined;
    }
    if (typeof found !== 'string' || !fits.test(found)) faults.push({ field, code: 'format' });
    return String(found);
  };
  const recordId = text('recordId', word, true);
  const memberId = text('memberId', /^[A-Za-z0-9.-]{1,64}$/, true);
  const kind = text('kind', /^[a-z-]+$/, true);
  if (kind !== undefined && !kinds.includes(kind)) faults.push({ field: 'kind', code: 'value' });
  const decided = text('decidedAt', instant, true);
  const decidedAt = new Date(decided ?? Number.NaN);
  if (decided !== undefined && Number.isNaN(decidedAt.getTime()))
    faults.push({ field: 'decidedAt', code: 'format' });
  if (decidedAt > defaults.latest) faults.push({ field: 'decidedAt', code: 'future' });
  const gives = kind === 'opt-in' || kind === 'change';
  const scope = text('scope', /^(all|regular)$/, gives) as Scope | undefined;
  const signerType = text('signerType', /^(self|representative)$/, gives) ?? 'self';
  const authorityDocId = text('authorityDocId', word, signerType === 'representative' && gives);
  const method = text('method', /^(typed-name|verbal-read-back|paper|feed|biometric)$/, gives) ?? 'feed';
  const plans = readPlans(row.plans, faults);
  const read: DecisionRow = {
    recordId: recordId ?? '',
    memberId: memberId ?? '',
    kind: kind as DecisionKind,
    scope,
    decidedAt,
    effectiveEnd: text('effectiveEnd', /^\d{4}-\d{2}-\d{2}$/, false),
    signerType: signerType as DecisionRow['signerType'],
    authorityDocId,
    textId: text('textId', word, gives),
    textVersion: text('textVersion', word, gives),
    locale: text('locale', /^(en|es)$/, gives) as 'en' | 'es' | undefined,
    channel: text('channel', /^[a-z][a-z-]{1,38}$/, false) ?? defaults.channel,
    method,
    // A feed keeps its evidence where it took the decision, and says where.
    evidenceDocId: text('evidenceDocId', word, gives),
    retracted: row.retracted === true || row.retracted === 'true',
    plans,
  };
  return faults.length > 0 ? { fault: faults[0]! } : { row: read };
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readPlans(value: unknown, faults: RowFault[]): RowPlan[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    faults.push({ field: 'plans', code: 'format' });
    return [];
  }
  if (value.length > rowPlans_max) faults.push({ field: 'plans', code: 'too-long' });
  return value.slice(0, rowPlans_max).map((plan: unknown, i): RowPlan => {
    const from: Json = isObject(plan) ? plan : {};
    const text = (name: string, most: number, fits?: RegExp): string | undefined => {
      const found = from[name];
      if (found === undefined || found === null || found === '') return undefined;
      const bad =
        typeof found !== 'string' ||
        found.length > most ||
        /\p{Cc}/u.test(found) ||
        (fits && !fits.test(found));
      if (bad) faults.push({ field: `plans/${i}/${name}`, code: 'format' });
      return String(found);
    };
    const name = text('name', 120);
    if (name === undefined) faults.push({ field: `plans/${i}/name`, code: 'missing' });
    const relationship = text('relationship', 20, /^(self|spouse|child|other)$/);
    if (relationship === undefined) faults.push({ field: `plans/${i}/relationship`, code: 'missing' });
    const year = from.endedYear === undefined || from.endedYear === '' ? undefined : Number(from.endedYear);
    if (year !== undefined && !(Number.isInteger(year) && year >= 1950 && year <= 2100))
      faults.push({ field: `plans/${i}/endedYear`, code: 'format' });
    return {
      name: name ?? '',
      payerId: text('payerId', 10, /^\d{10}$/) ?? text('npi', 10, /^\d{10}$/),
      memberIdThere: text('memberIdThere', 40),
      relationship: relationship ?? 'self',
      kind: (text('kind', 20, /^(prior|concurrent)$/) ?? 'prior') as PlanKind,
      endedYear: year,
      otherName: text('otherName', 120),
      otherAddress: text('otherAddress', 200),
    };
  });
}
