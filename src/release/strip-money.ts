// p2p 5.2 (42 CFR 422.121(b): no provider remittances, no enrollee cost-sharing; CARIN Basis profiles)
import type { JsonObject } from '../fhir/lossless.ts';
import { profile } from '../fhir/systems.ts';
import { isAmountEntry, isUnitEntry, mapAdjudications, tellsCostSharing } from './adjudication.ts';
import { withoutMoney } from './money.ts';

/**
 * A claim as it may leave: no amount of money at any level, no reason that tells the member's share, its profiles the
 * Basis ones. Everything else as it was. Doing it again changes nothing.
 */
export function stripMoney(claim: JsonObject): JsonObject {
  const entriesLeft = mapAdjudications(claim, (entries) =>
    entries.filter((entry) => !isAmountEntry(entry) && !tellsCostSharing(entry)).map(withoutValue),
  );
  const stripped = (withoutMoney(entriesLeft) ?? {}) as JsonObject;
  return withBasisProfiles(stripped);
}

/** `value` counts units in the two unit categories; in any other it may be an amount or a share in disguise. */
function withoutValue(entry: JsonObject): JsonObject {
  if (isUnitEntry(entry) || (entry.value === undefined && entry._value === undefined)) return entry;
  const { value: _value, _value: __value, ...rest } = entry;
  return rest;
}

const fullProfile = new RegExp(
  `^(${profile.carinEob}-(?:Inpatient-Institutional|Outpatient-Institutional|Professional-NonClinician|Oral|Pharmacy))(\\|.*)?$`,
);

/** Full profiles demand amounts: what says it conforms to one now conforms to its Basis, in the same version. */
function withBasisProfiles(claim: JsonObject): JsonObject {
  const meta = claim.meta as JsonObject | undefined;
  if (!Array.isArray(meta?.profile)) return claim;
  const profiles = meta.profile.map((p) =>
    typeof p === 'string' ? p.replace(fullProfile, '$1-Basis$2') : p,
  );
  return { ...claim, meta: { ...meta, profile: [...new Set(profiles)] } };
}
