import type { Queries } from '../db/db.ts';
import { prepared, sql } from '../db/sql.ts';
import type { Authority } from './authority.ts';
import type { ConsentFacts, StoredState } from './facts.ts';
import type { Grant } from './grants.ts';
import type { ConsentPolicy } from './permit.ts';

/** Consents that one decision looks at. More that count at once are a contradiction by themselves. */
export const consents_max = 16;

/** What we hold of one person and one client that decides. */
export interface HeldSituation {
  personId: number;
  held: boolean;
  instructed: boolean;
  consents: HeldConsent[];
  grants: Grant[];
  /** Categories that the member keeps back whole. */
  keptBack: string[];
  /** The member, or a hold, keeps single records back. */
  keepsRecords: boolean;
  authorities: Authority[];
  diedOn: string | null;
  epoch: number;
  floor: number;
}

interface HeldConsent {
  id: string;
  version: number;
  hash: string;
  state: StoredState;
  documentId: string;
  recipientNpi: string;
  sourceNpi: string;
  policy: ConsentPolicy;
  first: string;
  last: string;
  signer: ConsentFacts['signer'];
  capacity: string | null;
  part2Statement: boolean;
}

/**
 * All of it in one statement and one snapshot, for each person once. `today` bounds overrides, that have days of their own. The
 * consents are those that are active; where none is, the last one of all.
 */
export const selectSituations = (
  q: Queries,
  asked: { clientId: string; recipientNpi: string; personIds: readonly number[]; today: string },
): Promise<HeldSituation[]> =>
  q.query<HeldSituation>(
    prepared(
      'consent_situation',
      sql`
    with over as materialized (select person_id, scope, value, effect from label_override
      where person_id = any(${[...asked.personIds]}::bigint[]) and lifted_at is null and effect <> 'remove'
        and (valid_from is null or valid_from <= ${asked.today}::date) and (valid_to is null or valid_to >= ${asked.today}::date))
    select p.id as "personId",
      coalesce((select bool_or(o.scope = 'person') from over o where o.person_id = p.id and o.effect = 'hold'), false) as held,
      exists (select from instruction i where i.person_id = p.id and i.recipient_npi in (${asked.recipientNpi}, '*')
        and i.withdrawn_at is null) as instructed,
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'version', c.version, 'hash', encode(c.hash, 'hex'),
          'state', c.state, 'documentId', c.document_id, 'recipientNpi', c.recipient_npi, 'sourceNpi', c.source_npi,
          'policy', c.policy, 'first', c.period_start, 'last', c.period_end, 'signer', c.signer, 'capacity', c.capacity,
          'part2Statement', c.part2_statement) order by c.seq desc)
        from (select * from consent c where c.person_id = p.id and c.client_id = ${asked.clientId} and c.direction = 'out'
          order by (c.state = 'active') desc, c.seq desc limit ${consents_max}) c), '[]') as consents,
      coalesce((select jsonb_agg(jsonb_build_object('categories', g.categories, 'labels', g.labels,
          'serviceFrom', g.service_from, 'serviceTo', g.service_to, 'validFrom', g.valid_from, 'validTo', g.valid_to))
        from consent_grant g where g.person_id = p.id and g.direction = 'out' and g.ended_at is null
          and g.partner_npi in (${asked.recipientNpi}, '*')
          and (g.consent_id is null or exists (select from consent c where c.id = g.consent_id
            and c.client_id = ${asked.clientId} and c.state = 'active'))), '[]') as grants,
      coalesce((select jsonb_agg(o.value) from over o
        where o.person_id = p.id and o.effect = 'add' and o.scope = 'category'), '[]') as "keptBack",
      coalesce((select bool_or(true) from over o where o.person_id = p.id
        and (o.effect = 'add' and o.scope <> 'category' or o.effect = 'hold' and o.scope <> 'person')), false) as "keepsRecords",
      coalesce((select jsonb_agg(jsonb_build_object('kind', a.kind, 'scope', a.scope, 'validFrom', a.valid_from,
          'validTo', a.valid_to)) from authority a where a.person_id = p.id and a.ended_at is null), '[]') as authorities,
      (select died_on from death d where d.person_id = p.id) as "diedOn",
      coalesce(e.epoch, 0)::int8 as epoch, coalesce(e.floor, 0)::int8 as floor
    from unnest(${[...asked.personIds]}::bigint[]) as p(id)
    left join lateral (select epoch, floor from permission_epoch where person_id = p.id and client_id in (${asked.clientId}, '')
      order by client_id desc limit 1) e on true`,
    ),
  );

/** Whose permits for this client are dead that were issued under an epoch below this one. */
export async function selectFloors(
  q: Queries,
  clientId: string,
  personIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await q.query<{ id: number; floor: number }>(sql`
    select distinct on (person_id) person_id as id, floor from permission_epoch
    where person_id = any(${[...personIds]}::bigint[]) and client_id in (${clientId}, '')
    order by person_id, client_id desc`);
  return new Map(rows.map((row) => [row.id, row.floor]));
}

/** Of these persons, those on whom a hold lies on `today`. */
export async function selectHeld(
  q: Queries,
  personIds: readonly number[],
  today: string,
): Promise<Set<number>> {
  const rows = await q.query<{ id: number }>(sql`select distinct person_id as id from label_override
    where person_id = any(${[...personIds]}::bigint[]) and effect = 'hold' and scope = 'person' and lifted_at is null
      and (valid_from is null or valid_from <= ${today}) and (valid_to is null or valid_to >= ${today})`);
  return new Set(rows.map((row) => row.id));
}
