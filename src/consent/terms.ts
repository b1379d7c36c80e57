import { regularExcludes_default } from '../sensitivity/decide-record.ts';
import type { JurisdictionRule } from '../sensitivity/jurisdiction.ts';
import { cautiousZones, type Zones } from './days.ts';

/** What we as the holder have settled before anybody consents. Whoever cannot honour a consent under it refuses. */
export interface ReleaseTerms {
  /** Where the partner and we have agreed on no zone. */
  zones: Zones;
  /** Whether sensitive records can be told apart and left out (pdex-154; p2p 3.1, rows 5 to 7). */
  segmentation: 'excluded' | 'labelled' | 'unlabelled';
  /** Id of the rules that made the labels. */
  ruleSet: string;
  /** Classes that `#regular` excludes (`sensitivity.regularExcludes`). */
  regularExcludes: number;
  /** How records of substance use programmes may leave (consent-and-sensitive-data 1.1). */
  part2: 'require-statement' | 'hipaa-redisclosure' | 'never';
  /** Types whose attachments and free text were declared ordinary. */
  declaredOrdinary: ReadonlySet<string>;
  jurisdictions: readonly JurisdictionRule[];
  /** Two letters; undefined: not known, every state's rule applies. */
  holderState?: string;
  /** Statement files that the operator has put in place. */
  notices: ReadonlySet<string>;
  /** Classes that the agreement with a client excludes, by client. */
  partnerDeny: Readonly<Record<string, number>>;
}

/** Until something else is settled: records bear labels, the cautious zones, Part 2 only by its own statement. */
export const releaseTerms_default: ReleaseTerms = {
  zones: cautiousZones,
  segmentation: 'labelled',
  ruleSet: 'none',
  regularExcludes: regularExcludes_default,
  part2: 'require-statement',
  declaredOrdinary: new Set(),
  jurisdictions: [],
  notices: new Set(),
  partnerDeny: {},
};
