/** A referential master person index: it knows former names, addresses and telephones of adults (docs/reference/match-adapters.md). */
import { isObject, textOf } from '../../fhir/lossless.ts';
import { PartnerFailure } from '../../net/failure.ts';
import { demographicsOf, knownPersonOf } from './demographics.ts';
import { type LookupDeps, openLookup, type Service, type Wire } from './lookup.ts';
import type { EvidenceSource } from './source.ts';

const wire: Wire = {
  name: 'referential',
  mediaType: 'application/json',
  request: (query) => ({ person: demographicsOf(query) }),
  read: (body) => {
    if (!isObject(body) || !Array.isArray(body.persons)) throw new PartnerFailure('wait', 'answer-malformed');
    return body.persons.map((person) => {
      if (!isObject(person)) throw new PartnerFailure('wait', 'answer-malformed');
      return knownPersonOf(person, textOf(person.key));
    });
  },
};

export const openReferential = (deps: LookupDeps, service: Service): EvidenceSource =>
  openLookup(deps, service, wire);
