/** A situation in which nothing stands against a release, to be changed by tests of consent. */
import { cautiousZones } from '../../src/consent/days.ts';
import type { ConsentInput } from '../../src/consent/decide.ts';
import type { ConsentFacts, JudgedConsent } from '../../src/consent/facts.ts';
import { releaseTerms_default } from '../../src/consent/terms.ts';
import { consentPolicy } from '../../src/fhir/systems.ts';

export const us = '1987877564';
export const them = '1907573368';
export const another = '1234567893';

export const goodFacts: ConsentFacts = {
  documentId: 'paper',
  status: 'active',
  faults: [],
  sources: [us],
  recipients: [them],
  policies: [consentPolicy.sensitive],
  days: { first: '2026-06-01', last: '2026-12-31' },
  signer: 'member',
  capacity: null,
  part2Statement: false,
};

export const judged = (
  facts: Partial<ConsentFacts> = {},
  more: Partial<Omit<JudgedConsent, 'facts'>> = {},
): JudgedConsent => ({
  id: 'consent',
  version: 1,
  hash: 'aa'.repeat(32),
  state: 'active',
  ...more,
  facts: { ...goodFacts, ...facts },
});

export const goodInput: ConsentInput = {
  personId: 7,
  clientId: 'client',
  recipientNpi: them,
  sourceNpi: us,
  now: new Date('2026-06-30T12:00:00Z'),
  zones: cautiousZones,
  terms: { ...releaseTerms_default, segmentation: 'unlabelled' },
  held: false,
  instructed: false,
  consents: [judged()],
  grants: [],
  keptBack: { categories: [], records: false },
  authorities: [],
  birth: { date: '1980-02-29', state: 'MA' },
  diedOn: null,
  epoch: 3,
};

/** A store in which sensitive records can be told apart. */
export const labelled = { ...releaseTerms_default, segmentation: 'labelled', ruleSet: 'rules-1' } as const;
