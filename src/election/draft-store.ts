import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { Scope } from './decision.ts';
import type { Locale } from './texts.ts';

/** A plan as the member is naming it. */
export interface DraftPlan {
  id: string;
  payerId?: string;
  name: string;
  state?: string;
  phone?: string;
  memberIdThere?: string;
  noCard?: boolean;
  relationship?: 'self' | 'spouse' | 'child' | 'other';
  otherName?: string;
  otherAddress?: string;
  endedYear?: number;
  kind?: 'prior' | 'concurrent';
}

export interface Draft {
  id: string;
  personId: number;
  /** `self`, or the representation under which somebody else drafts. */
  actor: string;
  version: number;
  textId: string;
  textVersion: string;
  locale: Locale;
  step: string;
  scope: Scope | null;
  kinds: string[] | null;
  signer: 'self' | 'representative';
  plans: DraftPlan[];
  shownAt: Date;
  expiresAt: Date;
}

const columns = sql`id, person_id as "personId", actor, version, text_id as "textId", text_version as "textVersion", locale,
  step, scope, kinds, signer, plans, shown_at as "shownAt", expires_at as "expiresAt"`;

export const selectDraft = (
  q: Queries,
  personId: number,
  actor: string,
  now: Date,
): Promise<Draft | undefined> =>
  q.maybe<Draft>(sql`select ${columns} from election_draft
    where person_id = ${personId} and actor = ${actor} and expires_at > ${now}`);

export const lockDraft = (tx: Tx, personId: number, actor: string, now: Date): Promise<Draft | undefined> =>
  tx.maybe<Draft>(sql`select ${columns} from election_draft
    where person_id = ${personId} and actor = ${actor} and expires_at > ${now} for update`);

export interface NewDraft {
  id: string;
  personId: number;
  actor: string;
  textId: string;
  textVersion: string;
  locale: Locale;
  signer: 'self' | 'representative';
  now: Date;
  expiresAt: Date;
}

/** The new one, in place of one that ran out; undefined where one is open. */
export const insertDraft = (tx: Tx, d: NewDraft): Promise<Draft | undefined> =>
  tx.maybe<Draft>(sql`
    insert into election_draft as d (id, person_id, actor, text_id, text_version, locale, step, signer, shown_at, created_at,
      updated_at, expires_at)
    values (${d.id}, ${d.personId}, ${d.actor}, ${d.textId}, ${d.textVersion}, ${d.locale}, 'who', ${d.signer}, ${d.now},
      ${d.now}, ${d.now}, ${d.expiresAt})
    on conflict (person_id, actor) do update set id = excluded.id, version = 1, text_id = excluded.text_id,
      text_version = excluded.text_version, locale = excluded.locale, step = 'who', scope = null, kinds = null,
      signer = excluded.signer, plans = '[]', shown_at = excluded.shown_at, created_at = excluded.created_at,
      updated_at = excluded.updated_at, expires_at = excluded.expires_at
      where d.expires_at <= excluded.created_at
    returning ${columns}`);

export const saveDraft = (tx: Tx, d: Draft, now: Date): Promise<Draft> =>
  tx.one<Draft>(sql`
    update election_draft set version = version + 1, text_version = ${d.textVersion}, locale = ${d.locale}, step = ${d.step},
      scope = ${d.scope}, kinds = ${d.kinds}, signer = ${d.signer}, plans = ${JSON.stringify(d.plans)}::jsonb,
      shown_at = ${d.shownAt}, updated_at = ${now}, expires_at = ${d.expiresAt}
    where id = ${d.id} returning ${columns}`);

export const deleteDraft = (q: Queries, personId: number, actor: string) =>
  q.run(sql`delete from election_draft where person_id = ${personId} and actor = ${actor}`);

export const deleteOutlivedDrafts = (q: Queries, now: Date) =>
  q.run(sql`delete from election_draft where expires_at <= ${now}`);
