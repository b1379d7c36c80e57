import type { CallAnswer } from '../../../net/call.ts';
import { codesOf } from '../../../net/json.ts';
import { isObject, type Json, listOf, objectOf, textOf } from '../json.ts';
import { nextStepFor } from '../next-step.ts';
import type { Outcome, StepContext } from '../outcome.ts';
import { memberMatchParameters } from '../parameters.ts';
import { scopesFor } from '../scopes.ts';
import { changeExchange, type ExchangeChange, selectExchanges, selectParts } from '../store.ts';

/**
 * partner-known → matched | match-failed on the single wire: `POST Patient/$member-match` for the one member of the
 * transfer. An answer with MemberIdentifier alone is followed by `Patient?identifier=` (pdex-200).
 */
export async function matchSingle(context: StepContext): Promise<Outcome> {
  const { deps, transfer, partner, link } = context;
  const [exchange] = (await selectExchanges(deps.db, transfer.id)).filter((e) => e.state === 'partner-known');
  if (!exchange) return { to: 'closed', again_s: null };
  const parts = (await selectParts(deps.db, transfer.id)).get(exchange.wireId)!;
  const answer = await link.call(
    {
      url: `${partner.fhirBase}/Patient/$member-match`,
      method: 'POST',
      body: memberMatchParameters(parts),
      expect: [400, 404, 409, 422],
    },
    { scope: scopesFor(partner).singleMatch },
  );
  const found = answer.status === 200 ? await patientOf(context, answer) : refusalOf(answer);
  const change: ExchangeChange =
    'patientId' in found
      ? {
          state: 'matched',
          outcome: 'match',
          partnerPatientId: found.patientId,
          partnerUmb: found.umb ?? null,
        }
      : {
          state: 'match-failed',
          outcome: found.outcome,
          reason: found.reason,
          nextStep: nextStepFor(found.reason),
        };
  return {
    to: 'patientId' in found ? 'matched' : 'match-failed',
    change: { groupId: 'patientId' in found ? found.patientId : null, kickoffs: 0 },
    ...('patientId' in found ? {} : { again_s: null }),
    ownExchanges: true,
    write: (tx, now) => changeExchange(tx, exchange.id, change, now),
  };
}

type Found = { patientId: string; umb: string | undefined };
type Refusal = { outcome: 'nomatch' | 'consentconstraint' | null; reason: string };

/** MemberId, else a search by MemberIdentifier; some servers value the identifier as id or reference. */
async function patientOf(context: StepContext, answer: CallAnswer): Promise<Found | Refusal> {
  const parameters = listOf(objectOf(answer.body).parameter);
  const named = (name: string): Json => parameters.find((p) => p.name === name) ?? {};
  const identifier = objectOf(named('MemberIdentifier').valueIdentifier);
  const umb = textOf(identifier.value);
  const id =
    patientId(objectOf(named('MemberId').valueReference).reference) ??
    patientId(objectOf(named('MemberIdentifier').valueReference).reference) ??
    patientId(named('MemberIdentifier').valueId);
  if (id) return { patientId: id, umb };
  if (!umb) return { outcome: null, reason: 'matched-without-patient' };
  return searchByIdentifier(context, textOf(identifier.system), umb);
}

/** The search goes out as a POST form: an identifier does not belong into a URL, which gets logged. */
async function searchByIdentifier(
  { partner, link }: StepContext,
  system: string | undefined,
  value: string,
): Promise<Found | Refusal> {
  const access = { scope: scopesFor(partner).singleMatch };
  const token = system === undefined ? value : `${system}|${value}`;
  const form = new URLSearchParams({ identifier: token });
  let answer = await link.call(
    {
      url: `${partner.fhirBase}/Patient/_search`,
      method: 'POST',
      body: form,
      expect: [400, 404, 405, 415, 501],
    },
    access,
  );
  if (answer.status >= 400) answer = await link.call({ url: `${partner.fhirBase}/Patient?${form}` }, access);
  const patients = listOf(objectOf(answer.body).entry)
    .map((e) => e.resource)
    .filter((r): r is Json => isObject(r) && r.resourceType === 'Patient');
  const ids = new Set(patients.map((p) => textOf(p.id)));
  const [only] = ids;
  if (ids.size > 1) return { outcome: null, reason: 'matched-to-several-patients' };
  return only ? { patientId: only, umb: value } : { outcome: null, reason: 'matched-without-patient' };
}

const patientId = (reference: unknown): string | undefined =>
  /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(textOf(reference) ?? '')?.[1];

/** The guides name no codes for a 422 (p2p 1.10): what senders use, in the order of how much it says. */
function refusalOf(answer: CallAnswer): Refusal {
  const codes = codesOf(answer.body);
  const has = (...some: string[]) => some.some((code) => codes.includes(code));
  if (has('multiple-matches')) return { outcome: 'nomatch', reason: 'ambiguous' };
  if (has('suppressed', 'forbidden', 'security'))
    return { outcome: 'consentconstraint', reason: 'consentconstraint' };
  if (has('required', 'incomplete')) return { outcome: 'nomatch', reason: 'insufficient' };
  if (has('not-found')) return { outcome: 'nomatch', reason: 'nomatch' };
  if (answer.status !== 422 || has('invalid', 'structure', 'value'))
    return { outcome: null, reason: 'request-refused' };
  return { outcome: 'nomatch', reason: 'nomatch' };
}
