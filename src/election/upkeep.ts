/** What happens by itself to decisions: a yes ends on its day, drafts and representations run out, an unlisted plan is found. */
import { audit } from '../audit/audit.ts';
import type { Db } from '../db/db.ts';
import { listPartners } from '../directory/partners.ts';
import { pullAgainIn, showExchange } from '../exchange/request/operate.ts';
import { resolvePlan } from './after-decision.ts';
import type { DecideDeps } from './deps.ts';
import { deleteOutlivedDrafts } from './draft-store.ts';
import {
  concurrentAskedBefore,
  lockElection,
  markAskedAgain,
  markEnded,
  outlived,
  unlisted,
} from './election-store.ts';
import { againEvery_days, upkeepBatch_max } from './limits.ts';
import { stopExchange } from './order-exchange.ts';
import { namesOf } from './plan-names.ts';
import { endOutlivedRepresentations } from './representation-store.ts';
import { firstDay } from './wire-consent.ts';

export interface UpkeepDeps extends DecideDeps {
  db: Db;
}

export const electionUpkeep = 'election.upkeep';
const every_s = 3600;

export async function keepElections(deps: UpkeepDeps): Promise<{ again: Date }> {
  const now = deps.clock.now();
  await deleteOutlivedDrafts(deps.db, now);
  await endOutlivedRepresentations(deps.db, firstDay(now), now);
  await endOutlived(deps, now);
  await findUnlisted(deps);
  await askConcurrentAgain(deps, now);
  return { again: new Date(now.getTime() + every_s * 1000) };
}

/** The last day of a yes is whole: it ends when that day has ended in the last of the States' zones that we count. */
async function endOutlived(deps: UpkeepDeps, now: Date): Promise<void> {
  for (const { id, personId } of await outlived(deps.db, firstDay(now), upkeepBatch_max))
    await deps.db.tx(async (tx) => {
      const election = await lockElection(tx, id);
      if (election?.status !== 'given') return;
      await stopExchange(tx, deps, election, 'consent-expired');
      await markEnded(tx, id, now);
      await audit(tx, { at: now, actor: 'system', action: 'election.end', personId, subject: id });
    });
}

/** Clock C4: both plans run, so the other one is asked each quarter (42 CFR 422.121(b)(6)(i)). */
async function askConcurrentAgain(deps: UpkeepDeps, now: Date): Promise<void> {
  const before = new Date(now.getTime() - againEvery_days * 86_400_000);
  for (const { id } of await concurrentAskedBefore(deps.db, before, upkeepBatch_max))
    await deps.db.tx(async (tx) => {
      const election = await lockElection(tx, id);
      if (election?.status !== 'given' || election.exchangeId === null) return;
      const { transfer } = await showExchange(tx, election.exchangeId);
      // One that did not get that far is somebody's work already; one that was pulled since is not due.
      const due = transfer?.state === 'stored' && transfer.createdAt < before;
      if (due) await pullAgainIn(tx, deps, transfer.id);
      await markAskedAgain(
        tx,
        id,
        due || !transfer ? now : transfer.createdAt > before ? transfer.createdAt : now,
      );
    });
}

async function findUnlisted(deps: UpkeepDeps): Promise<void> {
  const waiting = await unlisted(deps.db, upkeepBatch_max);
  if (waiting.length === 0) return;
  const partners = await listPartners(deps.db);
  for (const election of waiting) {
    const wanted = election.name.trim().toLowerCase();
    const found = partners.filter((p) => namesOf(p).some((name) => name.toLowerCase() === wanted));
    // Two plans of one name are nobody's: a person has to say which.
    if (found.length === 1) await deps.db.tx((tx) => resolvePlan(tx, deps, election.id, found[0]!));
  }
}
