// consent-and-sensitive-data 3.2, 3.4 (K1, K12): the labels that a record has by itself
import type { JsonObject } from '../fhir/lossless.ts';
import { classMask, label } from '../sensitivity/bits.ts';
import { classify, type Reason } from '../sensitivity/classify.ts';
import { patientCuts } from '../sensitivity/patient-cuts.ts';
import type { Labelling } from './labelling.ts';

export interface OwnLabels {
  labels: number;
  reasons: readonly Reason[];
  /** Of them, those that came with the record and stay for good. */
  received: number;
}

const nothing: OwnLabels = { labels: 0, reasons: [], received: 0 };

/**
 * What belongs to nobody (`personId` 0) is directory data, and declared to be no clinical record (3.3): it leaves only with a record
 * that refers to it (K11).
 * @param line the record's own line, where there is one: most are passed over by a quick look at it
 */
export function ownLabels(
  resource: JsonObject,
  personId: number,
  { rules, sources, look }: Labelling,
  line?: Buffer,
): OwnLabels {
  if (personId === 0) return nothing;
  if (line !== undefined && resource.resourceType !== 'Patient' && !look(line)) return nothing;
  const { labels, reasons } = classify(resource, rules, sources);
  // Identity and orientation are elements of the Patient, which always leaves: the label says that there is something to cut.
  const identity =
    resource.resourceType === 'Patient' && patientCuts(resource, label.GENDERCARE | label.SEX, 0).length > 0;
  if (!identity && labels === 0) return nothing;
  let received = 0;
  for (const reason of reasons)
    if (reason.source === 'label' || reason.source === 'notice') received |= reason.mask & classMask;
  return { labels: labels | (identity ? label.GENDERCARE : 0), reasons, received };
}
