/** CMS HTE v3.3.0, table 2: which of its combinations run in a deployment. */
import { cmsHteRules } from './cms-hte.ts';
import type { Rule } from './rule.ts';

/**
 * `default`: the combinations of CMS HTE that need a name and a birth date or two numbers, and an agreeing given name.
 * `cms-hte-3.3.0`: all 37, for participants who must return on them (`cms-profile.ts`).
 */
export type RuleProfile = 'default' | 'cms-hte-3.3.0';

/** 21-24, 29 and 30 name a guardian for a child and a child for a guardian; 33-37 a household. */
const off = new Set(
  ['21', '22', '23', '24', '29', '30', '33', '34', '35', '36', '37'].map((n) => `cms-hte-${n}`),
);

const defaultRules: readonly Rule[] = cmsHteRules
  .filter((rule) => !off.has(rule.name))
  .map((rule) => ({
    ...rule,
    accepts: (fields) => givenAgrees.has(fields.given) && rule.accepts(fields),
  }));

const givenAgrees = new Set<string>(['exact', 'form', 'slip', 'fuzzy']);

export const rulesOf = (profile: RuleProfile = 'default'): readonly Rule[] =>
  profile === 'default' ? defaultRules : cmsHteRules;
