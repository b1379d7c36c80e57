import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, remark, table } from '../io.ts';
import { labelsOverrideCommand } from './labels-override.ts';

/** What is sensitive in what we hold: lists, labels and their reasons. */
export const labelsCommand: CommandMaker = (io, exit) => {
  const install = jsonCommand('install', 'lists of your own, beside those that come with the product')
    .argument('<file...>', 'in the format of docs/reference/sensitivity.md')
    .option('--shrink', 'a list may lose more than a tenth of its rules, for once')
    .action(async (files: string[], options: JsonOption & { shrink?: boolean }) => {
      const { installLists } = await import('../../labels/install.ts');
      const result = await withPayer(({ config, db, clock }) =>
        installLists({ config, db, clock }, files, { shrink: options.shrink ?? false }),
      );
      print(io, options.json, { ok: true, ...result }, () =>
        [
          `Rule set ${result.generation} is registered: ${result.version}.`,
          'New records are labelled by it. For those that are here: `throughline labels relabel`.',
        ].join('\n'),
      );
    });

  const sources = jsonCommand('sources', 'programmes whose records are Part 2 records (42 CFR 2.11)')
    .argument('<file>', 'CSV: npi,reference,kind,from,to,evidence')
    .action(async (file: string, options: JsonOption) => {
      const { readSources } = await import('../../labels/sources.ts');
      const { insertSources } = await import('../../labels/store.ts');
      const { readFile } = await import('node:fs/promises');
      const rows = readSources(await readFile(file, 'utf8'));
      await withPayer(({ db, clock }) => insertSources(db, rows, clock.now()));
      print(io, options.json, { ok: true, added: rows.length }, () => `${rows.length} sources added.`);
    });

  const relabel = jsonCommand('relabel', 'label all records with the newest lists, and compare')
    .option('--activate', 'let the new labels hold, and ask for them from now on')
    .action(async (options: JsonOption & { activate?: boolean }) => {
      const { propose, activate } = await import('../../labels/relabel.ts');
      const { openIncidents } = await import('../../evidence/incidents.ts');
      const report = await withPayer(async ({ db, clock, labelling }) => {
        const set = await labelling();
        const proposal = await propose({ db }, set, (persons) => remark(io, `${persons} persons`));
        if (!options.activate) return { ...proposal, activated: false };
        return { ...proposal, activated: true, ...(await activate({ db, clock }, set, openIncidents)) };
      });
      print(io, options.json, { ok: true, ...report }, () => relabelled(report));
    });

  const explain = jsonCommand('explain', 'why a record has its labels')
    .argument('<record>', 'Type/id')
    .action(async (ref: string, options: JsonOption) => {
      if (!/^[A-Z]\w+\/\S+$/.test(ref))
        throw new UsageProblem('A record is named by type and id.', 'For example Condition/123.');
      const { explainLabels } = await import('../../labels/explain.ts');
      const found = await withPayer(({ db, labelling }) => explainLabels(db, labelling, ref));
      print(io, options.json, { record: ref, held: found }, () => explained(ref, found));
    });

  const report = jsonCommand('report', 'how many records have which label, by which lists').action(
    async (options: JsonOption) => {
      const { reportLabels } = await import('../../labels/report.ts');
      const found = await withPayer(({ db }) => reportLabels(db));
      print(io, options.json, found, () =>
        [
          table(
            ['label', 'records'],
            found.labels.map((row) => [row.label, row.records]),
          ),
          `${found.records} records, ${found.unclassified} unclassified, ${found.proposed} with labels that wait, ${found.incidents} incidents open.`,
          ...found.ruleSets.map(
            (set) => `Rule set ${set.generation}${set.requiredAt ? ', required' : ''}: ${set.version}`,
          ),
        ].join('\n'),
      );
    },
  );

  return command('labels', 'what is sensitive in the records, and why')
    .addCommand(install)
    .addCommand(sources)
    .addCommand(relabel)
    .addCommand(explain)
    .addCommand(report)
    .addCommand(labelsOverrideCommand(io, exit));
};

function relabelled(report: {
  records: number;
  persons: number;
  classes: { label: string; gained: number; lost: number }[];
  activated: boolean;
  incidents?: number;
}): string {
  const rows = report.classes.map(({ label, gained, lost }) => [label, `+${gained}`, `-${lost}`]);
  return [
    `${report.records} records of ${report.persons} persons change.`,
    ...(rows.length > 0 ? [table(['label', 'gained', 'lost'], rows)] : []),
    report.activated
      ? `The new labels hold. ${report.incidents} incidents were opened.`
      : 'Both labels count until you run it with --activate.',
  ].join('\n');
}

function explained(
  ref: string,
  held: { labels: string[]; reasons: { labels: string[]; source: string; rule: string; path: string }[] }[],
): string {
  if (held.length === 0) return `${ref} is not held.`;
  return held
    .map(({ labels, reasons }) =>
      [
        `${ref}: ${labels.length > 0 ? labels.join(', ') : 'no label'}`,
        ...reasons.map(
          (r) => `  ${r.labels.join(', ') || '-'}: ${r.source} ${r.rule}${r.path ? ` at ${r.path}` : ''}`,
        ),
      ].join('\n'),
    )
    .join('\n');
}
