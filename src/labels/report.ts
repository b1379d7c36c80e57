import type { Queries } from '../db/db.ts';
import { countByLabels } from '../record/label-store.ts';
import { label } from '../sensitivity/bits.ts';
import { namesOf } from './explain.ts';
import { countOpenIncidents, type RuleSetRow, selectRuleSets } from './store.ts';

export interface LabelReport {
  records: number;
  unclassified: number;
  /** Records for which a newer rule set waits to be activated. */
  proposed: number;
  incidents: number;
  labels: { label: string; records: number }[];
  ruleSets: RuleSetRow[];
}

/** How much of what is held is sensitive, by label. Counts only. */
export async function reportLabels(q: Queries): Promise<LabelReport> {
  const report: LabelReport = {
    records: 0,
    unclassified: 0,
    proposed: 0,
    incidents: await countOpenIncidents(q),
    labels: [],
    ruleSets: await selectRuleSets(q),
  };
  const counts = new Map<string, number>();
  for (const { labels, next, records } of await countByLabels(q)) {
    report.records += records;
    if (labels & label.UNCLASSIFIED) report.unclassified += records;
    if (next) report.proposed += records;
    for (const name of namesOf(labels)) counts.set(name, (counts.get(name) ?? 0) + records);
  }
  report.labels = [...counts]
    .map(([name, records]) => ({ label: name, records }))
    .sort((a, b) => b.records - a.records);
  return report;
}
