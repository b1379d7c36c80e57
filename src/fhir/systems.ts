/** Canonical URLs and code systems, each once. Compare as opaque strings. */
const hrex = 'http://hl7.org/fhir/us/davinci-hrex';
const pdex = 'http://hl7.org/fhir/us/davinci-pdex';
const pas = 'http://hl7.org/fhir/us/davinci-pas';
const carin = 'http://hl7.org/fhir/us/carin-bb';
const core = 'http://hl7.org/fhir/us/core';
const terminology = 'http://terminology.hl7.org/CodeSystem';

export const npiSystem = 'http://hl7.org/fhir/sid/us-npi';
export const ndcSystem = 'http://hl7.org/fhir/sid/ndc';
export const umbSystem = `${hrex}/CodeSystem/hrex-temp`;
export const matchResultSystem = `${pdex}/CodeSystem/PdexMultiMemberMatchResultCS`;

export const profile = {
  memberMatchIn: `${hrex}/StructureDefinition/hrex-parameters-member-match-in`,
  memberMatchOut: `${hrex}/StructureDefinition/hrex-parameters-member-match-out`,
  bulkMemberMatchIn: `${pdex}/StructureDefinition/pdex-parameters-multi-member-match-bundle-in`,
  bulkMemberMatchOut: `${pdex}/StructureDefinition/pdex-parameters-multi-member-match-bundle-out`,
  matchGroup: `${pdex}/StructureDefinition/pdex-member-match-group`,
  noMatchGroup: `${pdex}/StructureDefinition/pdex-member-no-match-group`,
  priorAuthorization: `${pdex}/StructureDefinition/pdex-priorauthorization`,
  pdexProvenance: `${pdex}/StructureDefinition/pdex-provenance`,
  carinEob: `${carin}/StructureDefinition/C4BB-ExplanationOfBenefit`,
  usCorePrefix: `${core}/StructureDefinition/us-core-`,
} as const;

export const extension = {
  matchParameters: `${pdex}/StructureDefinition/base-ext-match-parameters`,
  matchCoverage: `${pdex}/StructureDefinition/base-ext-match-coverage`,
  reviewAction: `${pdex}/StructureDefinition/extension-reviewAction`,
  reviewActionCode: `${pdex}/StructureDefinition/extension-reviewActionCode`,
  whenAdjudicated: `${pdex}/StructureDefinition/base-ext-when-adjudicated`,
  priorAuthorizationUtilization: `${pdex}/StructureDefinition/PriorAuthorizationUtilization`,
  provenanceSourceFrom: `${pdex}/StructureDefinition/ProvenanceSourceFrom`,
} as const;

export const consentPolicy = {
  regular: `${hrex}/StructureDefinition-hrex-consent.html#regular`,
  sensitive: `${hrex}/StructureDefinition-hrex-consent.html#sensitive`,
} as const;

export const system = {
  consentScope: `${terminology}/consentscope`,
  actCode: `${terminology}/v3-ActCode`,
  participantType: `${terminology}/provenance-participant-type`,
  participationType: `${terminology}/v3-ParticipationType`,
  roleCode: `${terminology}/v3-RoleCode`,
  consentAction: `${terminology}/consentaction`,
  subscriberRelationship: `${terminology}/subscriber-relationship`,
  coverageClass: `${terminology}/coverage-class`,
  adjudication: `${terminology}/adjudication`,
  c4bbAdjudication: `${carin}/CodeSystem/C4BBAdjudication`,
  c4bbAdjudicationDiscriminator: `${carin}/CodeSystem/C4BBAdjudicationDiscriminator`,
  pdexAdjudicationDiscriminator: `${pdex}/CodeSystem/PDexAdjudicationDiscriminator`,
  x12ReviewAction: 'https://codesystem.x12.org/005010/306',
  claimAdjustmentReason: 'https://x12.org/codes/claim-adjustment-reason-codes',
  pasTemp: `${pas}/CodeSystem/PASTempCodes`,
  pasSupportingInfoType: `${pas}/CodeSystem/PASSupportingInfoType`,
  coreProvenanceParticipant: `${core}/CodeSystem/us-core-provenance-participant-type`,
} as const;

export const operation = {
  memberMatch: `${hrex}/OperationDefinition/member-match`,
  bulkMemberMatch: `${pdex}/OperationDefinition/BulkMemberMatch`,
  dataExport: 'http://hl7.org/fhir/us/davinci-atr/OperationDefinition/davinci-data-export',
  everything: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  groupExport: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export',
  patientExport: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/patient-export',
} as const;

/** exportType of a payer-to-payer export (pdex-171). Not a URL. */
export const payerToPayer = 'hl7.fhir.us.davinci-pdex#payertopayer';
