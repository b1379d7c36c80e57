/**
 * Patient discovery in a network (TEFCA: the participant's QHIN) by FHIR `Patient/$match`: the demographics under which other
 * organisations know somebody (docs/reference/match-adapters.md).
 */
import { isObject, type JsonObject, objectsOf, textOf } from '../../fhir/lossless.ts';
import { PartnerFailure } from '../../net/failure.ts';
import { demographicsOf, knownPersonOf } from './demographics.ts';
import { adapterLimits } from './limits.ts';
import { type LookupDeps, openLookup, type Service, type Wire } from './lookup.ts';
import type { EvidenceSource } from './source.ts';

const matchGradeUrl = 'http://hl7.org/fhir/StructureDefinition/match-grade';

const wire: Wire = {
  name: 'network-mediated',
  mediaType: 'application/fhir+json',
  request: (query) => ({
    resourceType: 'Parameters',
    parameter: [
      { name: 'resource', resource: { resourceType: 'Patient', ...demographicsOf(query) } },
      { name: 'onlyCertainMatches', valueBoolean: true },
      { name: 'count', valueInteger: adapterLimits.persons_max },
    ],
  }),
  read: (body) => {
    if (!isObject(body) || body.resourceType !== 'Bundle')
      throw new PartnerFailure('wait', 'answer-malformed');
    return objectsOf(body.entry)
      .filter(isCertain)
      .map(({ resource }) => resource)
      .filter(isObject)
      .filter(({ resourceType }) => resourceType === 'Patient')
      .map((patient) => knownPersonOf(patient, textOf(patient.id)));
  },
};

/** What the network itself calls less than certain is no evidence. */
const isCertain = ({ search }: JsonObject): boolean =>
  isObject(search) &&
  objectsOf(search.extension).some(({ url, valueCode }) => url === matchGradeUrl && valueCode === 'certain');

export const openNetworkLookup = (deps: LookupDeps, service: Service): EvidenceSource =>
  openLookup(deps, service, wire);
