import { type ConsentDecision, decideConsent } from './decide.ts';
import { type ReleaseTerms, releaseTerms_default } from './terms.ts';

/** The decision where consent could not be evaluated: nothing is known, and row 1 of the table refuses (consent-and-sensitive-data 5.1). */
export const unevaluated = (terms: ReleaseTerms = releaseTerms_default): ConsentDecision =>
  decideConsent({
    personId: 0,
    clientId: '',
    recipientNpi: '',
    sourceNpi: '',
    now: new Date(0),
    zones: terms.zones,
    terms,
    failed: true,
    held: false,
    instructed: false,
    consents: [],
    grants: [],
    keptBack: { categories: [], records: false },
    authorities: [],
    birth: { date: null, state: null },
    diedOn: null,
    epoch: 0,
  });
