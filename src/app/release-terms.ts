import { readFileSync } from 'node:fs';
import { type ReleaseTerms, releaseTerms_default } from '../consent/terms.ts';
import { parseJurisdictions } from '../sensitivity/jurisdiction.ts';
import type { Config } from './config.ts';

/** The rules of states that come with the program. `src/app` and `dist/app` lie equally deep. */
const jurisdictionsFile = new URL('../../config/sensitivity/jurisdictions.json', import.meta.url);

/** What this payer has settled about releases. @throws where the rules of states cannot be read: the one that denies may be among them */
export const releaseTerms = (config: NonNullable<Config['release']>): ReleaseTerms => ({
  ...releaseTerms_default,
  part2: config.part2,
  ...(config.segmentation !== undefined && { segmentation: config.segmentation }),
  ...(config.state !== undefined && { holderState: config.state }),
  jurisdictions: parseJurisdictions(readFileSync(jurisdictionsFile, 'utf8')),
});
