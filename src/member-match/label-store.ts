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
