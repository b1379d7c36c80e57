import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../src/fhir/lossless.ts';
import { type Classified, classify } from '../../src/sensitivity/classify.ts';
import { readLists } from '../../src/sensitivity/list-folder.ts';
import { noSources, type ProgramSources } from '../../src/sensitivity/program-sources.ts';
import { openRuleSet, type RuleSet, type RuleText } from '../../src/sensitivity/rule-set.ts';

const folder = fileURLToPath(new URL('../../config/sensitivity/', import.meta.url));
export const shippedLists: RuleText[] = readLists(folder);
export const shippedRules: RuleSet = openRuleSet(shippedLists);

const head = (list: string) =>
  `# list: ${list}\n# version: 1\n# source: test\n# licence: test\n# confidence: high\n`;

/** A rule set of these rows (`system,code,match,bit,from,to,confidence`) alone. */
export function rulesOf(rows: string[], terms: string[] = []): RuleSet {
  const first = rows[0]!.split(',');
  return openRuleSet([
    { name: 'codes', text: `${head('codes')}system,code,match,bit,from,to,confidence\n${rows.join('\n')}` },
    { name: 'terms', text: `${head('terms')}scope,term,except,bit,confidence\n${terms.join('\n')}` },
    {
      name: 'self-test',
      text: `${head('self-test')}system,code,date,bit,expect\n${first[0]},${first[1]},${first[4] ?? ''},${first[3]},hit`,
    },
  ]);
}

export const label = (
  resource: object,
  rules: RuleSet = shippedRules,
  sources: ProgramSources = noSources,
): Classified => classify(resource as JsonObject, rules, sources);
