import { sampleCohort } from './people/sample.ts';
import type { DemoReport } from './report.ts';

export interface ShowOptions {
  /** The people are our own sample: made up, so they may be called by name. */
  sample: boolean;
  table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string;
}

const outcomeText = {
  match: 'matched',
  nomatch: 'no match',
  consentconstraint: 'consent cannot be honoured',
} as const;

/** The report for people: who, what arrived, what stayed behind and why, how long, where to look. */
export function showReport(report: DemoReport, { sample, table }: ShowOptions): string {
  const known = new Map(sample ? sampleCohort(new Date(report.clock)).map((e) => [e.id, e]) : []);
  const stored = report.types.reduce((sum, t) => sum + t.stored, 0);
  const members = report.byMember.map((m) => {
    const outcome = m.outcome === null ? 'no answer' : outcomeText[m.outcome];
    const row = [m.id, outcome, m.state, m.reason ?? ''];
    return sample ? [known.get(m.id)?.name ?? '', ...row, known.get(m.id)?.why ?? ''] : row;
  });
  const headings = ['id', 'outcome', 'state', 'reason'];
  const { seconds, outcomes, urls } = report;
  return `
Members asked for: ${report.members} (${outcomes.match} matched, ${outcomes.nomatch} not, ${outcomes.consentconstraint} without a consent that can be honoured)
${table(sample ? ['name', ...headings, 'why asked'] : headings, members)}

What arrived
${table(
  ['type', 'released', 'manifest', 'received', 'stored', 'duplicate', 'quarantined'],
  report.types.map((t) => [t.type, t.released, t.manifest, t.received, t.stored, t.duplicate, t.quarantined]),
)}

What stayed behind
${
  report.withheld.length === 0
    ? 'nothing'
    : table(
        ['type', 'reason', 'count'],
        report.withheld.map((w) => [w.type, w.reason, w.count]),
      )
}

${report.ok ? `Complete: ${stored} records stored, every number meets its neighbour.` : 'NOT complete: see the tables above.'}
Took ${seconds.total} s: start ${seconds.start}, load ${seconds.load}, match ${seconds.match}, export ${seconds.export}, download ${seconds.download}, ingest ${seconds.ingest}.

Requesting payer:  ${urls.requesting}/fhir/metadata
Responding payer:  ${urls.responding}/fhir/metadata
`;
}
