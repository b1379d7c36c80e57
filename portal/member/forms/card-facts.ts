// What a member says of a card, and what is wrong with it. Pure: the form shows it, the server decides.
import type { FieldFault } from '../../api/errors.ts';
import type { DraftPlan } from '../../api/wire.ts';
import type { MessageKey } from '../../i18n/catalogue.ts';

export interface CardFacts {
  memberIdThere: string;
  noCard: boolean;
  relationship: NonNullable<DraftPlan['relationship']> | undefined;
  otherName: string;
  otherAddress: string;
  endedYear: string;
  /** The plan is still in force beside ours. */
  still: boolean;
}

export const factsOf = (plan: DraftPlan): CardFacts => ({
  memberIdThere: plan.memberIdThere ?? '',
  noCard: plan.noCard ?? false,
  relationship: plan.relationship,
  otherName: plan.otherName ?? '',
  otherAddress: plan.otherAddress ?? '',
  endedYear: plan.endedYear?.toString() ?? '',
  still: plan.kind === 'concurrent',
});

const year = { min: 1950, max: 2100 };

/** Fields with a fault, ours first, then those that the server named. */
export function cardFaults(
  facts: CardFacts,
  refused: readonly FieldFault[],
): Partial<Record<keyof CardFacts, MessageKey>> {
  const faults: Partial<Record<keyof CardFacts, MessageKey>> = {};
  for (const { path } of refused) if (path in facts) faults[path as keyof CardFacts] = 'card.fault.refused';
  if (!facts.noCard && facts.memberIdThere.trim() === '') faults.memberIdThere = 'card.fault.id';
  else if (facts.memberIdThere && !/^[\p{L}\p{N} ./_-]+$/u.test(facts.memberIdThere.trim()))
    faults.memberIdThere = 'card.fault.id-form';
  if (!facts.relationship) faults.relationship = 'card.fault.relationship';
  const ended = facts.endedYear.trim();
  if (
    facts.noCard &&
    ended &&
    !(/^\d{4}$/.test(ended) && Number(ended) >= year.min && Number(ended) <= year.max)
  )
    faults.endedYear = 'card.fault.year';
  return faults;
}

/** What is sent: only what was said. */
export function planChange(facts: CardFacts): Partial<Omit<DraftPlan, 'id' | 'name'>> {
  const said = (text: string) => text.trim() || undefined;
  const id = said(facts.memberIdThere);
  const name = facts.noCard ? said(facts.otherName) : undefined;
  const address = facts.noCard ? said(facts.otherAddress) : undefined;
  const ended = facts.noCard ? said(facts.endedYear) : undefined;
  return {
    noCard: facts.noCard,
    kind: facts.still ? 'concurrent' : 'prior',
    ...(facts.relationship ? { relationship: facts.relationship } : {}),
    ...(id ? { memberIdThere: id } : {}),
    ...(name ? { otherName: name } : {}),
    ...(address ? { otherAddress: address } : {}),
    ...(ended ? { endedYear: Number(ended) } : {}),
  };
}
