// consent-and-sensitive-data 3.8 e, 5.1 row 10: what several consents that count together say.
import type { ConsentFacts, ConsentState, Days, JudgedConsent } from './facts.ts';
import { policyOf } from './rules/policy.ts';

export interface Agreed {
  /** The version that stands for all of them: by digest, so that the order in which they came is nothing. */
  version: JudgedConsent;
  state: ConsentState;
  /** What they have in common. */
  facts: ConsentFacts;
  conflict: boolean;
}

/**
 * Consents of one request count together, for nobody knows which of them is the member's later word; what came in an earlier request
 * is superseded. They agree where they name one policy and share days: then both hold, which is what they have in common. They
 * contradict each other where their policies differ, where they share no day, or where one document says two things.
 */
export function agreed(consents: readonly JudgedConsent[]): Agreed | undefined {
  const [first, ...others] = [...consents].sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0));
  if (!first) return undefined;
  const all: Agreed = {
    version: first,
    state: first.state,
    facts: first.facts,
    conflict: others.length > 0 && sameDocument(consents),
  };
  for (const { facts, state } of others) {
    if (usable(all.state)) all.state = state;
    all.conflict ||= contradict(all.facts, facts);
    all.facts = inCommon(all.facts, facts);
  }
  return all;
}

const usable = (state: ConsentState): boolean => state === 'active' || state === 'shown';

const contradict = (a: ConsentFacts, b: ConsentFacts): boolean =>
  policyOf(a.policies) !== policyOf(b.policies) || sharedDays(a.days, b.days) === undefined;

function sameDocument(consents: readonly JudgedConsent[]): boolean {
  const ids = consents.map(({ facts }) => facts.documentId).filter((id) => id !== '');
  return new Set(ids).size < ids.length;
}

/** Who signs for a member may do less than the member: where one of them was signed so, all count as signed so. */
function inCommon(a: ConsentFacts, b: ConsentFacts): ConsentFacts {
  const signed = a.signer === 'representative' ? a : b;
  return {
    ...a,
    status: a.status === 'active' ? b.status : a.status,
    faults: [...a.faults, ...b.faults],
    sources: a.sources.filter((npi) => b.sources.includes(npi)),
    recipients: a.recipients.filter((npi) => b.recipients.includes(npi)),
    policies: policyOf(b.policies) ? a.policies : b.policies,
    // Without a shared day it is a contradiction, and not the days are at fault.
    days: a.days && b.days && (sharedDays(a.days, b.days) ?? a.days),
    signer: signed.signer,
    capacity: signed.capacity,
    part2Statement: a.part2Statement && b.part2Statement,
  };
}

function sharedDays(a: Days | undefined, b: Days | undefined): Days | undefined {
  if (!a || !b) return undefined;
  const [, first = ''] = [a.first, b.first].sort();
  const [last = ''] = [a.last, b.last].sort();
  return last < first ? undefined : { first, last };
}
