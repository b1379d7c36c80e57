import { factsOf } from '../../../directory/partners.ts';
import { PartnerFailure } from '../../../net/failure.ts';
import { correlate, groupsIn, type MemberOutcome } from '../correlate.ts';
import type { Json } from '../json.ts';
import { readManifest } from '../manifest.ts';
import { nextStepFor } from '../next-step.ts';
import { type Outcome, type StepContext, waitFor } from '../outcome.ts';
import { bulkMatchParameters } from '../parameters.ts';
import { scopesFor } from '../scopes.ts';
import { changeExchange, selectExchanges, selectParts } from '../store.ts';
import { addNotices } from '../transfer.ts';
import { fallBackToSingle } from './fall-back.ts';
import { poll, pollAgain_s } from './poll.ts';
import { readResultLines } from './result-lines.ts';
import { statusUrl } from './status-url.ts';

/** Statuses that say "no such operation here": down the ladder (partner-known to the single wire). */
const noOperation = [404, 405, 501];

/** partner-known → matching: `POST Group/$bulk-member-match` (C5). The status URL is kept at once. */
export async function kickOffMatch(context: StepContext): Promise<Outcome> {
  const { deps, transfer, partner, link, limits } = context;
  const facts = factsOf(partner);
  if (facts.bulkMatch === false && facts.singleMatch === true) return fallBackToSingle(context);
  if (transfer.kickoffs >= limits.kickoffs_max)
    return waitFor('match-failed-repeatedly', 'partner-known', { kickoffs: 0 });
  const live = (await selectExchanges(deps.db, transfer.id)).filter((e) => e.state === 'partner-known');
  if (live.length === 0) return { to: 'closed', again_s: null };
  const parts = await selectParts(deps.db, transfer.id);
  const answer = await link.call(
    {
      url: `${partner.fhirBase}/Group/$bulk-member-match`,
      method: 'POST',
      headers: { prefer: 'respond-async' },
      body: bulkMatchParameters(live.map((e) => parts.get(e.wireId)!)),
      expect: noOperation,
    },
    { scope: scopesFor(partner).bulkMatch },
  );
  if (noOperation.includes(answer.status)) return fallBackToSingle(context);
  const change = { kickoffs: transfer.kickoffs + 1 };
  if (answer.status !== 202) {
    // Some servers answer with the result itself.
    const groups = groupsIn(answer.body);
    if (groups.length === 0) throw new PartnerFailure('wait', 'kick-off-not-accepted');
    return matched(context, groups, ['match-answered-at-once']);
  }
  const status = statusUrl(answer.headers['content-location'], answer.url, link.mayCall);
  return {
    to: 'matching',
    change: { ...change, matchStatusUrl: status },
    again_s: pollAgain_s(answer, 0, limits),
  };
}

/** matching → matched | match-failed: polls (C7), reads the Groups (C8). */
export async function pollMatch(context: StepContext): Promise<Outcome> {
  const { transfer, partner, link } = context;
  const access = { scope: scopesFor(partner).bulkMatch };
  const result = await poll(context, transfer.matchStatusUrl!, access);
  if (result.is === 'running') return { to: 'matching', again_s: result.again_s };
  if (result.is === 'lost') return { to: 'partner-known', change: { matchStatusUrl: null } };
  // Parameters in the place of the manifest (partners of the 2.1 age).
  const direct = groupsIn(result.body);
  if (direct.length > 0) return matched(context, direct, ['match-result-in-status']);
  const read = readManifest(result.body, result.url, link.mayCall);
  if (!read.ok) throw new PartnerFailure('wait', read.reason);
  const { files, needsToken, notices } = read.manifest;
  const outputs = files.filter((f) => f.kind === 'output');
  // The Parameters file says nothing that the Groups do not (pdex-138b).
  const groupFiles = outputs.filter((f) => f.type === 'Group');
  const chosen = groupFiles.length > 0 ? groupFiles : outputs.filter((f) => f.type === 'Parameters');
  if (chosen.length === 0) throw new PartnerFailure('wait', 'manifest-without-groups');
  const groups: Json[] = [];
  for (const file of chosen)
    for (const line of await readResultLines(context, file.url, needsToken ? access : undefined))
      groups.push(...groupsIn(line));
  return matched(context, groups, notices);
}

/** Every member's outcome, and where the transfer goes with them. */
async function matched(context: StepContext, groups: Json[], notices: string[]): Promise<Outcome> {
  const { deps, transfer } = context;
  const exchanges = (await selectExchanges(deps.db, transfer.id)).filter(
    (e) => e.state === 'matching' || e.state === 'partner-known',
  );
  const parts = await selectParts(deps.db, transfer.id);
  const { outcomes, unknown } = correlate(
    exchanges.map((e) => ({
      wireId: e.wireId,
      personId: e.personId,
      patient: parts.get(e.wireId)!.MemberPatient,
    })),
    groups,
  );
  const groupIds = new Set([...outcomes.values()].flatMap((o) => (o.outcome === 'match' ? [o.groupId] : [])));
  if (groupIds.size > 1) return waitFor('several-matched-groups', transfer.state);
  const [groupId] = groupIds;
  const all = addNotices(transfer.notices, [
    ...notices,
    ...Array<string>(unknown).fill('unknown-member-reported'),
  ]);
  return {
    to: groupId === undefined ? 'match-failed' : 'matched',
    change: { groupId: groupId ?? null, notices: all, kickoffs: 0 },
    ...(groupId === undefined ? { again_s: null } : {}),
    ownExchanges: true,
    write: async (tx, now) => {
      for (const exchange of exchanges)
        await changeExchange(tx, exchange.id, changeFor(outcomes.get(exchange.wireId)!), now);
    },
  };
}

function changeFor(o: MemberOutcome) {
  if (o.outcome === 'match')
    return { state: 'matched' as const, outcome: o.outcome, partnerPatientId: o.patientId };
  const reason = o.outcome ?? o.reason;
  return {
    state: 'match-failed' as const,
    reason,
    nextStep: nextStepFor(reason),
    outcome: o.outcome ?? null,
  };
}
