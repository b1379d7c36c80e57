// The table of dates of service: one line per type and edge.
import { expect, test } from 'vitest';
import type { JsonObject } from '../fhir/lossless.ts';
import { serviceDays } from './service-date.ts';

const coded = (code: string) => ({ coding: [{ code }] });

test.each<[string, JsonObject, string | null]>([
  [
    'a claim reaches from its period to its last line',
    {
      resourceType: 'ExplanationOfBenefit',
      billablePeriod: { start: '2021-01-01', end: '2021-01-10' },
      item: [{ servicedDate: '2021-02-01' }, { servicedPeriod: { start: '2020-12-30', end: '2021-01-02' } }],
    },
    '2020-12-30..2021-02-01',
  ],
  [
    'a claim whose period has no end ended where it started',
    { resourceType: 'ExplanationOfBenefit', billablePeriod: { start: '2019-03-01' } },
    '2019-03-01..2019-03-01',
  ],
  ['a claim without dates has none', { resourceType: 'ExplanationOfBenefit' }, null],
  [
    'a finished stay',
    {
      resourceType: 'Encounter',
      status: 'finished',
      period: { start: '2021-06-01T10:00:00Z', end: '2021-07-02T10:00:00Z' },
    },
    '2021-06-01..2021-07-02',
  ],
  [
    'a stay that goes on',
    { resourceType: 'Encounter', status: 'in-progress', period: { start: '2021-06-01' } },
    '2021-06-01..infinity',
  ],
  [
    'an active condition lasts',
    { resourceType: 'Condition', clinicalStatus: coded('active'), onsetDateTime: '2009-04' },
    '2009-04-01..infinity',
  ],
  [
    'a condition that abated',
    {
      resourceType: 'Condition',
      clinicalStatus: coded('resolved'),
      onsetDateTime: '2009',
      abatementDateTime: '2010-01-05',
    },
    '2009-01-01..2010-01-05',
  ],
  [
    'a resolved condition without abatement ends when it was recorded',
    {
      resourceType: 'Condition',
      clinicalStatus: coded('resolved'),
      onsetDateTime: '2009-05-05',
      recordedDate: '2012-01-01',
    },
    '2009-05-05..2012-01-01',
  ],
  ['an allergy has none', { resourceType: 'AllergyIntolerance', recordedDate: '1988-02-12' }, null],
  [
    'a result by its effective time',
    {
      resourceType: 'Observation',
      effectiveDateTime: '2020-05-05T23:00:00-07:00',
      issued: '2020-05-08T00:00:00Z',
    },
    '2020-05-05..2020-05-05',
  ],
  [
    'a result that only has an issue date',
    { resourceType: 'Observation', issued: '2020-05-08T00:00:00Z' },
    '2020-05-08..2020-05-08',
  ],
  [
    'an active prescription lasts',
    { resourceType: 'MedicationRequest', status: 'active', authoredOn: '2018-01-01' },
    '2018-01-01..infinity',
  ],
  [
    'a stopped prescription does not',
    { resourceType: 'MedicationRequest', status: 'stopped', authoredOn: '2018-01-01' },
    '2018-01-01..2018-01-01',
  ],
  [
    'a plan whose period is over, never closed',
    { resourceType: 'CarePlan', status: 'active', period: { start: '2015-01-01', end: '2016-01-01' } },
    '2015-01-01..2016-01-01',
  ],
  [
    'a reached goal',
    { resourceType: 'Goal', lifecycleStatus: 'completed', startDate: '2015-01-01', statusDate: '2016-02-02' },
    '2015-01-01..2016-02-02',
  ],
  ['a goal without dates', { resourceType: 'Goal', lifecycleStatus: 'accepted' }, null],
  [
    'a document by the time that it is about',
    {
      resourceType: 'DocumentReference',
      date: '2024-01-01T00:00:00Z',
      context: { period: { start: '2020-01-01', end: '2020-01-02' } },
    },
    '2020-01-01..2020-01-02',
  ],
  ['an Organization has none', { resourceType: 'Organization' }, null],
])('%s', (_what, resource, expected) => {
  const days = serviceDays(resource);
  expect(days && `${days.start}..${days.end}`).toEqual(expected);
});
