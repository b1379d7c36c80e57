// consent-and-sensitive-data 3.4 (K9 and text): what told a class may be a part that the record can do without
import type { Reason } from './classify.ts';

/** Parts that are optional in R4 and in all profiles that we claim, by type; `*`: of every type. */
const optional: Record<string, readonly RegExp[]> = {
  '*': [/^note\[\d+\]/, /^text(\.|$)/, /^patientInstruction$/, /\.display$/, /^comment$/],
  CareTeam: [/^participant\[\d+\]\.(onBehalfOf|role)/, /^managingOrganization/, /^name$/],
  Coverage: [/^class\[\d+\]/, /^network$/],
  PractitionerRole: [/^specialty\[\d+\]/, /^healthcareService/],
};

/**
 * Whether a record could leave without the class that was found in it, and without which paths. Only for text and place names: what a
 * code, a label or a programme told labels the whole record, wherever the code stands. Narrative is made anew, never cut
 * (US Core 3.1.1 CarePlan requires it): the caller regenerates `text`.
 */
export function partsToDrop(
  type: string,
  reasons: readonly Reason[],
): { drop: string[] } | { withhold: true } {
  const drop: string[] = [];
  for (const reason of reasons.filter(({ mask }) => mask !== 0)) {
    const shapes = [...optional['*']!, ...(optional[type] ?? [])];
    const part = shapes.map((shape) => shape.exec(reason.path)?.[0]).find((found) => found !== undefined);
    if (reason.source !== 'term' || part === undefined) return { withhold: true };
    drop.push(part.startsWith('.') ? reason.path : part.replace(/\.$/, ''));
  }
  return { drop: [...new Set(drop)].sort() };
}
