/**
 * The sample people: that they are the same on every machine, that their records hang together, and that the ones who are there
 * for a reason still show it. Reads the generator's output as a payer's extract.
 */
import { describe, expect, it } from 'vitest';
import { bulkParameters } from './cohort.ts';
import { npiFrom } from './draw.ts';
import { lineOf, type Resource } from './resource.ts';
import { sampleCohort, sampleRecords } from './sample.ts';

const asOf = new Date('2026-11-24T15:00:00Z');
const records = [...sampleRecords({ asOf })];
const refOf = (r: Resource) => `${r.resourceType}/${r.id}`;
const textOf = (r: Resource) => lineOf(r);
const johns = records.filter((r) => refOf(r) === 'Patient/kc1001' || textOf(r).includes('"Patient/kc1001"'));

function referencesIn(value: unknown, found: string[] = []): string[] {
  if (Array.isArray(value)) for (const entry of value) referencesIn(entry, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (key === 'reference' && typeof entry === 'string') found.push(entry);
      else referencesIn(entry, found);
    }
  }
  return found;
}

describe('sample people', () => {
  it('are the same every time, and others with another seed', () => {
    const lines = (seed: number) => [...sampleRecords({ asOf, seed })].map(textOf).join('\n');
    expect(lines(42)).toBe(records.map(textOf).join('\n'));
    expect(lines(43)).not.toBe(lines(42));
  });

  it('have ids of their own, and every reference resolves', () => {
    const ids = new Set(records.map(refOf));
    expect(ids.size).toBe(records.length);
    const dangling = records.flatMap((r) => referencesIn(r)).filter((ref) => !ids.has(ref));
    expect(dangling).toEqual([]);
  });

  it('have ids and URLs that say nothing about them', () => {
    for (const r of records) expect(r.id).toMatch(/^kc-?[a-z0-9-]+$/);
    const named = records.filter((r) => /smith|john|delgado/i.test(r.id));
    expect(named).toEqual([]);
  });

  it('are as many as asked for, the named ones first', () => {
    const patients = (members: number) =>
      [...sampleRecords({ asOf, members })].filter((r) => r.resourceType === 'Patient');
    expect(patients(25)).toHaveLength(25);
    expect(patients(40)).toHaveLength(40);
    expect(patients(1)).toHaveLength(13);
  });

  it('are not older than the day that they are made for', () => {
    for (const r of records) {
      const { lastUpdated } = r.meta as { lastUpdated: string };
      const made = new Date(lastUpdated).getTime();
      // Claims of the last days are still being filed: their stamp may lie a little ahead.
      expect(made).toBeLessThan(asOf.getTime() + 15 * 86_400_000);
    }
  });

  it('keep the last zeros of money and measurements', () => {
    const text = johns.map(textOf).join('\n');
    expect(text).toContain('"value":318.50,"currency":"USD"');
    expect(text).toContain('"value":7.0,"unit":"%"');
  });

  it('have real-looking provider numbers', () => {
    expect(npiFrom('123456789')).toBe('1234567893');
  });
});

describe('John Smith', () => {
  it('is 42 and getting better', () => {
    const patient = johns.find((r) => r.resourceType === 'Patient')!;
    const age_ms = asOf.getTime() - new Date(patient.birthDate as string).getTime();
    expect(Math.floor(age_ms / (365.25 * 86_400_000))).toBe(42);
    const a1c = johns
      .filter((r) => r.resourceType === 'Observation' && textOf(r).includes('"4548-4"'))
      .map((r) => JSON.parse(textOf(r)).valueQuantity.value as number);
    expect(a1c).toEqual([...a1c].sort((a, b) => b - a));
    expect(a1c.at(0)).toBeGreaterThan(8);
    expect(a1c.at(-1)).toBeLessThan(7);
  });

  it('has claims of every kind, some older than five years', () => {
    const claims = johns.filter((r) => r.use === 'claim');
    const kinds = new Set(
      claims.map(
        (r) => ((r.meta as { profile: string[] }).profile[0] ?? '').split(/ExplanationOfBenefit-|\|/)[1],
      ),
    );
    expect([...kinds].sort()).toEqual([
      'Inpatient-Institutional',
      'Oral',
      'Outpatient-Institutional',
      'Pharmacy',
      'Professional-NonClinician',
    ]);
    const old = claims.filter((r) => (r.billablePeriod as { end: string }).end < '2021-11-24');
    expect(old.length).toBeGreaterThanOrEqual(3);
  });

  it('has one prior authorization of each fate, the open ones with their document', () => {
    const authorizations = johns.filter((r) => r.use === 'preauthorization');
    expect(authorizations).toHaveLength(5);
    expect(authorizations.filter((r) => r.supportingInfo !== undefined)).toHaveLength(2);
    expect(authorizations.filter((r) => r.outcome === 'queued')).toHaveLength(1);
  });
});

describe('the cohort', () => {
  const cohort = sampleCohort(asOf);

  it('asks with local references and both payers named (mm-6, mm-1)', () => {
    for (const { id, parts } of cohort) {
      expect(parts.Consent.patient).toEqual({ reference: `Patient/${id}` });
      expect(parts.CoverageToMatch.beneficiary).toEqual({ reference: `Patient/${id}` });
    }
  });

  it('puts each member into one bundle of a bulk request', () => {
    const { parameter } = bulkParameters(cohort);
    expect(parameter).toHaveLength(cohort.length);
    expect(parameter[0]!.part.map((p) => p.name)).toEqual([
      'MemberPatient',
      'CoverageToMatch',
      'CoverageToLink',
      'Consent',
    ]);
  });
});
