import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { NewGrant, StoredGrant } from './give-grant.ts';

export const insertGrant = (q: Queries, grant: NewGrant) =>
  q.run(sql`insert into consent_grant (id, person_id, consent_id, direction, partner_npi, categories, labels, service_from,
      service_to, valid_from, valid_to, given_at)
    values (${grant.id}, ${grant.personId}, ${grant.consentId}, ${grant.direction}, ${grant.partnerNpi},
      ${grant.categories && [...grant.categories]}::text[], ${grant.labels}, ${grant.serviceFrom}, ${grant.serviceTo},
      ${grant.validFrom}, ${grant.validTo}, ${grant.givenAt})`);

/** Oldest first, those that ended included. */
export const selectGrants = (q: Queries, personId: number): Promise<StoredGrant[]> =>
  q.query<StoredGrant>(sql`select id, person_id as "personId", consent_id as "consentId", direction, partner_npi as "partnerNpi",
      categories, labels, service_from as "serviceFrom", service_to as "serviceTo", valid_from as "validFrom",
      valid_to as "validTo", given_at as "givenAt", ended_at as "endedAt"
    from consent_grant where person_id = ${personId} order by given_at, id`);

/** The person whose grant it was; undefined where there is none that holds. */
export async function markGrantEnded(q: Queries, id: string, at: Date): Promise<number | undefined> {
  const row = await q.maybe<{ person_id: number }>(
    sql`update consent_grant set ended_at = ${at} where id = ${id} and ended_at is null returning person_id`,
  );
  return row?.person_id;
}
