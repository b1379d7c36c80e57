import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { CandidateTrace } from './decide.ts';

/** What a reviewer's decision teaches: how a submission stood to somebody who was, or was not, the same. No values. */
export interface MatchLabel {
  fingerprint: Buffer;
  engine: string;
  fields: CandidateTrace['fields'];
  score: number;
  same: boolean;
  at: Date;
}

export const insertLabels = async (
  q: Queries,
  reviewId: string,
  labels: readonly MatchLabel[],
): Promise<void> => {
  for (const label of labels) {
    await q.run(sql`insert into match_label (review_id, fingerprint, engine, fields, score, same, at)
      values (${reviewId}, ${label.fingerprint}, ${label.engine}, ${JSON.stringify(label.fields)}::jsonb, ${label.score},
        ${label.same}, ${label.at})`);
  }
};

/** What reviewers said of the leading candidate of a question that they closed. */
export interface ReviewedLead {
  fingerprint: Buffer;
  /** Posterior of being the same person as the decision had it, before calibration. */
  posterior: number;
  same: boolean;
  /** Whom they approved; null for nobody. */
  personId: number | null;
  /** What objected: then the score was not what the question was about. */
  guards: string[];
}

/** Of each closed review what was said of its leading candidate, the newest `limit`. */
export const selectLabels = (q: Queries, limit: number): Promise<ReviewedLead[]> =>
  q.query<ReviewedLead>(sql`
    select fingerprint, posterior, same, person_id as "personId", guards from (
      select distinct on (l.review_id) l.fingerprint, l.same, l.at, r.person_id, r.guards,
        (r.candidates -> 0 -> 'posteriors' ->> 'same')::double precision as posterior
      from match_label l join match_review r on r.id = l.review_id
      order by l.review_id, l.score desc, l.id
    ) lead where posterior is not null order by at desc limit ${limit}`);
