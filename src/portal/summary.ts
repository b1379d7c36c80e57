import type { Drafter } from '../election/drafts.ts';
import { openDraftOf } from '../election/drafts.ts';
import { silenceAfterNo_days } from '../election/limits.ts';
import { countDecisions, newestDecision } from '../election/store.ts';
import { countDisclosures } from './disclosures.ts';
import { type PlanCard, plansOf, type ViewDeps } from './plans.ts';

export interface Summary {
  plans: PlanCard[];
  openDraft: boolean;
  askedAbout: number;
  history: number;
  /** After a "no" the portal does not ask before that day. */
  askAgainOn?: string;
}

/** The member's first page. */
export async function summaryOf(deps: ViewDeps, who: Drafter): Promise<Summary> {
  const { db, clock } = deps;
  const { personId } = who;
  const [plans, draft, askedAbout, history, newest] = await Promise.all([
    plansOf(deps, personId),
    openDraftOf(db, clock, who),
    countDisclosures(db, personId),
    countDecisions(db, personId),
    newestDecision(db, personId),
  ]);
  const saidNo = newest?.kind === 'decline' || newest?.kind === 'defer';
  const again = newest && new Date(newest.decidedAt.getTime() + silenceAfterNo_days * 86_400_000);
  return {
    plans: plans.map(({ card }) => card),
    openDraft: draft !== undefined,
    askedAbout,
    history,
    ...(saidNo ? { askAgainOn: again!.toISOString().slice(0, 10) } : {}),
  };
}
