/**
 * The elements of the FHIR R4 (4.0.1) types that a payer sends or receives here, and of their data types: made once from
 * the core package's StructureDefinitions, never edited by hand. What every element has (`id`, `extension`) and what
 * every resource has (`meta`, `text`, ...) is left out.
 *
 * `name:kind`, then `*` for a list and `!` where it is required (`+group`: one of the group's shapes is). A kind is `s`
 * (text), `b`, `n`, `i`, `date`, `dateTime`, `instant`, `time`, `{code,...}` (a required value set), `Resource`, or the name of
 * another line.
 */
export const elementTable = `
AllergyIntolerance = identifier:Identifier* clinicalStatus:CodeableConcept verificationStatus:CodeableConcept
  type:{allergy,intolerance} category:{food,medication,environment,biologic}*
  criticality:{low,high,unable-to-assess} code:CodeableConcept patient:Reference! encounter:Reference
  onsetDateTime:dateTime onsetAge:Age onsetPeriod:Period onsetRange:Range onsetString:s recordedDate:dateTime
  recorder:Reference asserter:Reference lastOccurrence:dateTime note:Annotation*
  reaction:AllergyIntolerance.reaction*
AllergyIntolerance.reaction = substance:CodeableConcept manifestation:CodeableConcept*! description:s onset:dateTime
  severity:{mild,moderate,severe} exposureRoute:CodeableConcept note:Annotation*
CarePlan = identifier:Identifier* instantiatesCanonical:s* instantiatesUri:s* basedOn:Reference* replaces:Reference*
  partOf:Reference* status:{draft,active,on-hold,revoked,completed,entered-in-error,unknown}!
  intent:{proposal,plan,order,option}! category:CodeableConcept* title:s description:s subject:Reference!
  encounter:Reference period:Period created:dateTime author:Reference contributor:Reference* careTeam:Reference*
  addresses:Reference* supportingInfo:Reference* goal:Reference* activity:CarePlan.activity* note:Annotation*
CarePlan.activity = outcomeCodeableConcept:CodeableConcept* outcomeReference:Reference* progress:Annotation*
  reference:Reference detail:CarePlan.activity.detail
CarePlan.activity.detail =
  kind:{Appointment,CommunicationRequest,DeviceRequest,MedicationRequest,NutritionOrder,Task,ServiceRequest,VisionPrescription}
  instantiatesCanonical:s* instantiatesUri:s* code:CodeableConcept reasonCode:CodeableConcept*
  reasonReference:Reference* goal:Reference*
  status:{not-started,scheduled,in-progress,on-hold,completed,cancelled,stopped,unknown,entered-in-error}!
  statusReason:CodeableConcept doNotPerform:b scheduledTiming:Timing scheduledPeriod:Period scheduledString:s
  location:Reference performer:Reference* productCodeableConcept:CodeableConcept productReference:Reference
  dailyAmount:Quantity quantity:Quantity description:s
CareTeam = identifier:Identifier* status:{proposed,active,suspended,inactive,entered-in-error}
  category:CodeableConcept* name:s subject:Reference encounter:Reference period:Period
  participant:CareTeam.participant* reasonCode:CodeableConcept* reasonReference:Reference*
  managingOrganization:Reference* telecom:ContactPoint* note:Annotation*
CareTeam.participant = role:CodeableConcept* member:Reference onBehalfOf:Reference period:Period
Condition = identifier:Identifier* clinicalStatus:CodeableConcept verificationStatus:CodeableConcept
  category:CodeableConcept* severity:CodeableConcept code:CodeableConcept bodySite:CodeableConcept*
  subject:Reference! encounter:Reference onsetDateTime:dateTime onsetAge:Age onsetPeriod:Period onsetRange:Range
  onsetString:s abatementDateTime:dateTime abatementAge:Age abatementPeriod:Period abatementRange:Range
  abatementString:s recordedDate:dateTime recorder:Reference asserter:Reference stage:Condition.stage*
  evidence:Condition.evidence* note:Annotation*
Condition.stage = summary:CodeableConcept assessment:Reference* type:CodeableConcept
Condition.evidence = code:CodeableConcept* detail:Reference*
Coverage = identifier:Identifier* status:{active,cancelled,draft,entered-in-error}! type:CodeableConcept
  policyHolder:Reference subscriber:Reference subscriberId:s beneficiary:Reference! dependent:s
  relationship:CodeableConcept period:Period payor:Reference*! class:Coverage.class* order:i network:s
  costToBeneficiary:Coverage.costToBeneficiary* subrogation:b contract:Reference*
Coverage.class = type:CodeableConcept! value:s! name:s
Coverage.costToBeneficiary = type:CodeableConcept valueQuantity:Quantity+value valueMoney:Money+value
  exception:Coverage.costToBeneficiary.exception*
Coverage.costToBeneficiary.exception = type:CodeableConcept! period:Period
Device = identifier:Identifier* definition:Reference udiCarrier:Device.udiCarrier*
  status:{active,inactive,entered-in-error,unknown} statusReason:CodeableConcept* distinctIdentifier:s
  manufacturer:s manufactureDate:dateTime expirationDate:dateTime lotNumber:s serialNumber:s
  deviceName:Device.deviceName* modelNumber:s partNumber:s type:CodeableConcept
  specialization:Device.specialization* version:Device.version* property:Device.property* patient:Reference
  owner:Reference contact:ContactPoint* location:Reference url:s note:Annotation* safety:CodeableConcept*
  parent:Reference
Device.udiCarrier = deviceIdentifier:s issuer:s jurisdiction:s carrierAIDC:s carrierHRF:s
  entryType:{barcode,rfid,manual,card,self-reported,unknown}
Device.deviceName = name:s!
  type:{udi-label-name,user-friendly-name,patient-reported-name,manufacturer-name,model-name,other}!
Device.specialization = systemType:CodeableConcept! version:s
Device.version = type:CodeableConcept component:Identifier value:s!
Device.property = type:CodeableConcept! valueQuantity:Quantity* valueCode:CodeableConcept*
DiagnosticReport = identifier:Identifier* basedOn:Reference*
  status:{registered,partial,preliminary,final,amended,corrected,appended,cancelled,entered-in-error,unknown}!
  category:CodeableConcept* code:CodeableConcept! subject:Reference encounter:Reference effectiveDateTime:dateTime
  effectivePeriod:Period issued:instant performer:Reference* resultsInterpreter:Reference* specimen:Reference*
  result:Reference* imagingStudy:Reference* media:DiagnosticReport.media* conclusion:s
  conclusionCode:CodeableConcept* presentedForm:Attachment*
DiagnosticReport.media = comment:s link:Reference!
DocumentReference = masterIdentifier:Identifier identifier:Identifier* status:{current,superseded,entered-in-error}!
  docStatus:{preliminary,final,amended,entered-in-error} type:CodeableConcept category:CodeableConcept*
  subject:Reference date:instant author:Reference* authenticator:Reference custodian:Reference
  relatesTo:DocumentReference.relatesTo* description:s securityLabel:CodeableConcept*
  content:DocumentReference.content*! context:DocumentReference.context
DocumentReference.relatesTo = code:{replaces,transforms,signs,appends}! target:Reference!
DocumentReference.content = attachment:Attachment! format:Coding
DocumentReference.context = encounter:Reference* event:CodeableConcept* period:Period facilityType:CodeableConcept
  practiceSetting:CodeableConcept sourcePatientInfo:Reference related:Reference*
Encounter = identifier:Identifier*
  status:{planned,arrived,triaged,in-progress,onleave,finished,cancelled,entered-in-error,unknown}!
  statusHistory:Encounter.statusHistory* class:Coding! classHistory:Encounter.classHistory* type:CodeableConcept*
  serviceType:CodeableConcept priority:CodeableConcept subject:Reference episodeOfCare:Reference* basedOn:Reference*
  participant:Encounter.participant* appointment:Reference* period:Period length:Duration
  reasonCode:CodeableConcept* reasonReference:Reference* diagnosis:Encounter.diagnosis* account:Reference*
  hospitalization:Encounter.hospitalization location:Encounter.location* serviceProvider:Reference partOf:Reference
Encounter.statusHistory =
  status:{planned,arrived,triaged,in-progress,onleave,finished,cancelled,entered-in-error,unknown}! period:Period!
Encounter.classHistory = class:Coding! period:Period!
Encounter.participant = type:CodeableConcept* period:Period individual:Reference
Encounter.diagnosis = condition:Reference! use:CodeableConcept rank:i
Encounter.hospitalization = preAdmissionIdentifier:Identifier origin:Reference admitSource:CodeableConcept
  reAdmission:CodeableConcept dietPreference:CodeableConcept* specialCourtesy:CodeableConcept*
  specialArrangement:CodeableConcept* destination:Reference dischargeDisposition:CodeableConcept
Encounter.location = location:Reference! status:{planned,active,reserved,completed} physicalType:CodeableConcept
  period:Period
ExplanationOfBenefit = identifier:Identifier* status:{active,cancelled,draft,entered-in-error}!
  type:CodeableConcept! subType:CodeableConcept use:{claim,preauthorization,predetermination}! patient:Reference!
  billablePeriod:Period created:dateTime! enterer:Reference insurer:Reference! provider:Reference!
  priority:CodeableConcept fundsReserveRequested:CodeableConcept fundsReserve:CodeableConcept
  related:ExplanationOfBenefit.related* prescription:Reference originalPrescription:Reference
  payee:ExplanationOfBenefit.payee referral:Reference facility:Reference claim:Reference claimResponse:Reference
  outcome:{queued,complete,error,partial}! disposition:s preAuthRef:s* preAuthRefPeriod:Period*
  careTeam:ExplanationOfBenefit.careTeam* supportingInfo:ExplanationOfBenefit.supportingInfo*
  diagnosis:ExplanationOfBenefit.diagnosis* procedure:ExplanationOfBenefit.procedure* precedence:i
  insurance:ExplanationOfBenefit.insurance*! accident:ExplanationOfBenefit.accident item:ExplanationOfBenefit.item*
  addItem:ExplanationOfBenefit.addItem* adjudication:ExplanationOfBenefit.item.adjudication*
  total:ExplanationOfBenefit.total* payment:ExplanationOfBenefit.payment formCode:CodeableConcept form:Attachment
  processNote:ExplanationOfBenefit.processNote* benefitPeriod:Period
  benefitBalance:ExplanationOfBenefit.benefitBalance*
ExplanationOfBenefit.related = claim:Reference relationship:CodeableConcept reference:Identifier
ExplanationOfBenefit.payee = type:CodeableConcept party:Reference
ExplanationOfBenefit.careTeam = sequence:i! provider:Reference! responsible:b role:CodeableConcept
  qualification:CodeableConcept
ExplanationOfBenefit.supportingInfo = sequence:i! category:CodeableConcept! code:CodeableConcept timingDate:date
  timingPeriod:Period valueBoolean:b valueString:s valueQuantity:Quantity valueAttachment:Attachment
  valueReference:Reference reason:Coding
ExplanationOfBenefit.diagnosis = sequence:i! diagnosisCodeableConcept:CodeableConcept+diagnosis
  diagnosisReference:Reference+diagnosis type:CodeableConcept* onAdmission:CodeableConcept
  packageCode:CodeableConcept
ExplanationOfBenefit.procedure = sequence:i! type:CodeableConcept* date:dateTime
  procedureCodeableConcept:CodeableConcept+procedure procedureReference:Reference+procedure udi:Reference*
ExplanationOfBenefit.insurance = focal:b! coverage:Reference! preAuthRef:s*
ExplanationOfBenefit.accident = date:date type:CodeableConcept locationAddress:Address locationReference:Reference
ExplanationOfBenefit.item = sequence:i! careTeamSequence:i* diagnosisSequence:i* procedureSequence:i*
  informationSequence:i* revenue:CodeableConcept category:CodeableConcept productOrService:CodeableConcept!
  modifier:CodeableConcept* programCode:CodeableConcept* servicedDate:date servicedPeriod:Period
  locationCodeableConcept:CodeableConcept locationAddress:Address locationReference:Reference quantity:Quantity
  unitPrice:Money factor:n net:Money udi:Reference* bodySite:CodeableConcept subSite:CodeableConcept*
  encounter:Reference* noteNumber:i* adjudication:ExplanationOfBenefit.item.adjudication*
  detail:ExplanationOfBenefit.item.detail*
ExplanationOfBenefit.item.adjudication = category:CodeableConcept! reason:CodeableConcept amount:Money value:n
ExplanationOfBenefit.item.detail = sequence:i! revenue:CodeableConcept category:CodeableConcept
  productOrService:CodeableConcept! modifier:CodeableConcept* programCode:CodeableConcept* quantity:Quantity
  unitPrice:Money factor:n net:Money udi:Reference* noteNumber:i*
  adjudication:ExplanationOfBenefit.item.adjudication* subDetail:ExplanationOfBenefit.item.detail.subDetail*
ExplanationOfBenefit.item.detail.subDetail = sequence:i! revenue:CodeableConcept category:CodeableConcept
  productOrService:CodeableConcept! modifier:CodeableConcept* programCode:CodeableConcept* quantity:Quantity
  unitPrice:Money factor:n net:Money udi:Reference* noteNumber:i*
  adjudication:ExplanationOfBenefit.item.adjudication*
ExplanationOfBenefit.addItem = itemSequence:i* detailSequence:i* subDetailSequence:i* provider:Reference*
  productOrService:CodeableConcept! modifier:CodeableConcept* programCode:CodeableConcept* servicedDate:date
  servicedPeriod:Period locationCodeableConcept:CodeableConcept locationAddress:Address locationReference:Reference
  quantity:Quantity unitPrice:Money factor:n net:Money bodySite:CodeableConcept subSite:CodeableConcept*
  noteNumber:i* adjudication:ExplanationOfBenefit.item.adjudication* detail:ExplanationOfBenefit.addItem.detail*
ExplanationOfBenefit.addItem.detail = productOrService:CodeableConcept! modifier:CodeableConcept* quantity:Quantity
  unitPrice:Money factor:n net:Money noteNumber:i* adjudication:ExplanationOfBenefit.item.adjudication*
  subDetail:ExplanationOfBenefit.addItem.detail.subDetail*
ExplanationOfBenefit.addItem.detail.subDetail = productOrService:CodeableConcept! modifier:CodeableConcept*
  quantity:Quantity unitPrice:Money factor:n net:Money noteNumber:i*
  adjudication:ExplanationOfBenefit.item.adjudication*
ExplanationOfBenefit.total = category:CodeableConcept! amount:Money!
ExplanationOfBenefit.payment = type:CodeableConcept adjustment:Money adjustmentReason:CodeableConcept date:date
  amount:Money identifier:Identifier
ExplanationOfBenefit.processNote = number:i type:{display,print,printoper} text:s language:CodeableConcept
ExplanationOfBenefit.benefitBalance = category:CodeableConcept! excluded:b name:s description:s
  network:CodeableConcept unit:CodeableConcept term:CodeableConcept
  financial:ExplanationOfBenefit.benefitBalance.financial*
ExplanationOfBenefit.benefitBalance.financial = type:CodeableConcept! allowedUnsignedInt:i allowedString:s
  allowedMoney:Money usedUnsignedInt:i usedMoney:Money
Goal = identifier:Identifier*
  lifecycleStatus:{proposed,planned,accepted,active,on-hold,completed,cancelled,entered-in-error,rejected}!
  achievementStatus:CodeableConcept category:CodeableConcept* priority:CodeableConcept description:CodeableConcept!
  subject:Reference! startDate:date startCodeableConcept:CodeableConcept target:Goal.target* statusDate:date
  statusReason:s expressedBy:Reference addresses:Reference* note:Annotation* outcomeCode:CodeableConcept*
  outcomeReference:Reference*
Goal.target = measure:CodeableConcept detailQuantity:Quantity detailRange:Range
  detailCodeableConcept:CodeableConcept detailString:s detailBoolean:b detailInteger:i detailRatio:Ratio
  dueDate:date dueDuration:Duration
Immunization = identifier:Identifier* status:{completed,entered-in-error,not-done}! statusReason:CodeableConcept
  vaccineCode:CodeableConcept! patient:Reference! encounter:Reference occurrenceDateTime:dateTime+occurrence
  occurrenceString:s+occurrence recorded:dateTime primarySource:b reportOrigin:CodeableConcept location:Reference
  manufacturer:Reference lotNumber:s expirationDate:date site:CodeableConcept route:CodeableConcept
  doseQuantity:Quantity performer:Immunization.performer* note:Annotation* reasonCode:CodeableConcept*
  reasonReference:Reference* isSubpotent:b subpotentReason:CodeableConcept* education:Immunization.education*
  programEligibility:CodeableConcept* fundingSource:CodeableConcept reaction:Immunization.reaction*
  protocolApplied:Immunization.protocolApplied*
Immunization.performer = function:CodeableConcept actor:Reference!
Immunization.education = documentType:s reference:s publicationDate:dateTime presentationDate:dateTime
Immunization.reaction = date:dateTime detail:Reference reported:b
Immunization.protocolApplied = series:s authority:Reference targetDisease:CodeableConcept*
  doseNumberPositiveInt:i+doseNumber doseNumberString:s+doseNumber seriesDosesPositiveInt:i seriesDosesString:s
Location = identifier:Identifier* status:{active,suspended,inactive} operationalStatus:Coding name:s alias:s*
  description:s mode:{instance,kind} type:CodeableConcept* telecom:ContactPoint* address:Address
  physicalType:CodeableConcept position:Location.position managingOrganization:Reference partOf:Reference
  hoursOfOperation:Location.hoursOfOperation* availabilityExceptions:s endpoint:Reference*
Location.position = longitude:n! latitude:n! altitude:n
Location.hoursOfOperation = daysOfWeek:{mon,tue,wed,thu,fri,sat,sun}* allDay:b openingTime:time closingTime:time
Medication = identifier:Identifier* code:CodeableConcept status:{active,inactive,entered-in-error}
  manufacturer:Reference form:CodeableConcept amount:Ratio ingredient:Medication.ingredient* batch:Medication.batch
Medication.ingredient = itemCodeableConcept:CodeableConcept+item itemReference:Reference+item isActive:b
  strength:Ratio
Medication.batch = lotNumber:s expirationDate:dateTime
MedicationDispense = identifier:Identifier* partOf:Reference*
  status:{preparation,in-progress,cancelled,on-hold,completed,entered-in-error,stopped,declined,unknown}!
  statusReasonCodeableConcept:CodeableConcept statusReasonReference:Reference category:CodeableConcept
  medicationCodeableConcept:CodeableConcept+medication medicationReference:Reference+medication subject:Reference
  context:Reference supportingInformation:Reference* performer:MedicationDispense.performer* location:Reference
  authorizingPrescription:Reference* type:CodeableConcept quantity:Quantity daysSupply:Quantity
  whenPrepared:dateTime whenHandedOver:dateTime destination:Reference receiver:Reference* note:Annotation*
  dosageInstruction:Dosage* substitution:MedicationDispense.substitution detectedIssue:Reference*
  eventHistory:Reference*
MedicationDispense.performer = function:CodeableConcept actor:Reference!
MedicationDispense.substitution = wasSubstituted:b! type:CodeableConcept reason:CodeableConcept*
  responsibleParty:Reference*
MedicationRequest = identifier:Identifier*
  status:{active,on-hold,cancelled,completed,entered-in-error,stopped,draft,unknown}! statusReason:CodeableConcept
  intent:{proposal,plan,order,original-order,reflex-order,filler-order,instance-order,option}!
  category:CodeableConcept* priority:{routine,urgent,asap,stat} doNotPerform:b reportedBoolean:b
  reportedReference:Reference medicationCodeableConcept:CodeableConcept+medication
  medicationReference:Reference+medication subject:Reference! encounter:Reference supportingInformation:Reference*
  authoredOn:dateTime requester:Reference performer:Reference performerType:CodeableConcept recorder:Reference
  reasonCode:CodeableConcept* reasonReference:Reference* instantiatesCanonical:s* instantiatesUri:s*
  basedOn:Reference* groupIdentifier:Identifier courseOfTherapyType:CodeableConcept insurance:Reference*
  note:Annotation* dosageInstruction:Dosage* dispenseRequest:MedicationRequest.dispenseRequest
  substitution:MedicationRequest.substitution priorPrescription:Reference detectedIssue:Reference*
  eventHistory:Reference*
MedicationRequest.dispenseRequest = initialFill:MedicationRequest.dispenseRequest.initialFill
  dispenseInterval:Duration validityPeriod:Period numberOfRepeatsAllowed:i quantity:Quantity
  expectedSupplyDuration:Duration performer:Reference
MedicationRequest.dispenseRequest.initialFill = quantity:Quantity duration:Duration
MedicationRequest.substitution = allowedBoolean:b+allowed allowedCodeableConcept:CodeableConcept+allowed
  reason:CodeableConcept
Observation = identifier:Identifier* basedOn:Reference* partOf:Reference*
  status:{registered,preliminary,final,amended,corrected,cancelled,entered-in-error,unknown}!
  category:CodeableConcept* code:CodeableConcept! subject:Reference focus:Reference* encounter:Reference
  effectiveDateTime:dateTime effectivePeriod:Period effectiveTiming:Timing effectiveInstant:instant issued:instant
  performer:Reference* valueQuantity:Quantity valueCodeableConcept:CodeableConcept valueString:s valueBoolean:b
  valueInteger:i valueRange:Range valueRatio:Ratio valueSampledData:SampledData valueTime:time
  valueDateTime:dateTime valuePeriod:Period dataAbsentReason:CodeableConcept interpretation:CodeableConcept*
  note:Annotation* bodySite:CodeableConcept method:CodeableConcept specimen:Reference device:Reference
  referenceRange:Observation.referenceRange* hasMember:Reference* derivedFrom:Reference*
  component:Observation.component*
Observation.referenceRange = low:Quantity high:Quantity type:CodeableConcept appliesTo:CodeableConcept* age:Range
  text:s
Observation.component = code:CodeableConcept! valueQuantity:Quantity valueCodeableConcept:CodeableConcept
  valueString:s valueBoolean:b valueInteger:i valueRange:Range valueRatio:Ratio valueSampledData:SampledData
  valueTime:time valueDateTime:dateTime valuePeriod:Period dataAbsentReason:CodeableConcept
  interpretation:CodeableConcept* referenceRange:Observation.referenceRange*
Organization = identifier:Identifier* active:b type:CodeableConcept* name:s alias:s* telecom:ContactPoint*
  address:Address* partOf:Reference contact:Organization.contact* endpoint:Reference*
Organization.contact = purpose:CodeableConcept name:HumanName telecom:ContactPoint* address:Address
Patient = identifier:Identifier* active:b name:HumanName* telecom:ContactPoint* gender:{male,female,other,unknown}
  birthDate:date deceasedBoolean:b deceasedDateTime:dateTime address:Address* maritalStatus:CodeableConcept
  multipleBirthBoolean:b multipleBirthInteger:i photo:Attachment* contact:Patient.contact*
  communication:Patient.communication* generalPractitioner:Reference* managingOrganization:Reference
  link:Patient.link*
Patient.contact = relationship:CodeableConcept* name:HumanName telecom:ContactPoint* address:Address
  gender:{male,female,other,unknown} organization:Reference period:Period
Patient.communication = language:CodeableConcept! preferred:b
Patient.link = other:Reference! type:{replaced-by,replaces,refer,seealso}!
Practitioner = identifier:Identifier* active:b name:HumanName* telecom:ContactPoint* address:Address*
  gender:{male,female,other,unknown} birthDate:date photo:Attachment* qualification:Practitioner.qualification*
  communication:CodeableConcept*
Practitioner.qualification = identifier:Identifier* code:CodeableConcept! period:Period issuer:Reference
PractitionerRole = identifier:Identifier* active:b period:Period practitioner:Reference organization:Reference
  code:CodeableConcept* specialty:CodeableConcept* location:Reference* healthcareService:Reference*
  telecom:ContactPoint* availableTime:PractitionerRole.availableTime* notAvailable:PractitionerRole.notAvailable*
  availabilityExceptions:s endpoint:Reference*
PractitionerRole.availableTime = daysOfWeek:{mon,tue,wed,thu,fri,sat,sun}* allDay:b availableStartTime:time
  availableEndTime:time
PractitionerRole.notAvailable = description:s! during:Period
Procedure = identifier:Identifier* instantiatesCanonical:s* instantiatesUri:s* basedOn:Reference* partOf:Reference*
  status:{preparation,in-progress,not-done,on-hold,stopped,completed,entered-in-error,unknown}!
  statusReason:CodeableConcept category:CodeableConcept code:CodeableConcept subject:Reference! encounter:Reference
  performedDateTime:dateTime performedPeriod:Period performedString:s performedAge:Age performedRange:Range
  recorder:Reference asserter:Reference performer:Procedure.performer* location:Reference
  reasonCode:CodeableConcept* reasonReference:Reference* bodySite:CodeableConcept* outcome:CodeableConcept
  report:Reference* complication:CodeableConcept* complicationDetail:Reference* followUp:CodeableConcept*
  note:Annotation* focalDevice:Procedure.focalDevice* usedReference:Reference* usedCode:CodeableConcept*
Procedure.performer = function:CodeableConcept actor:Reference! onBehalfOf:Reference
Procedure.focalDevice = action:CodeableConcept manipulated:Reference!
Provenance = target:Reference*! occurredPeriod:Period occurredDateTime:dateTime recorded:instant! policy:s*
  location:Reference reason:CodeableConcept* activity:CodeableConcept agent:Provenance.agent*!
  entity:Provenance.entity* signature:Signature*
Provenance.agent = type:CodeableConcept role:CodeableConcept* who:Reference! onBehalfOf:Reference
Provenance.entity = role:{derivation,revision,quotation,source,removal}! what:Reference! agent:Provenance.agent*
QuestionnaireResponse = identifier:Identifier basedOn:Reference* partOf:Reference* questionnaire:s
  status:{in-progress,completed,amended,entered-in-error,stopped}! subject:Reference encounter:Reference
  authored:dateTime author:Reference source:Reference item:QuestionnaireResponse.item*
QuestionnaireResponse.item = linkId:s! definition:s text:s answer:QuestionnaireResponse.item.answer*
  item:QuestionnaireResponse.item*
QuestionnaireResponse.item.answer = valueBoolean:b valueDecimal:n valueInteger:i valueDate:date
  valueDateTime:dateTime valueTime:time valueString:s valueUri:s valueAttachment:Attachment valueCoding:Coding
  valueQuantity:Quantity valueReference:Reference item:QuestionnaireResponse.item*
RelatedPerson = identifier:Identifier* active:b patient:Reference! relationship:CodeableConcept* name:HumanName*
  telecom:ContactPoint* gender:{male,female,other,unknown} birthDate:date address:Address* photo:Attachment*
  period:Period communication:RelatedPerson.communication*
RelatedPerson.communication = language:CodeableConcept! preferred:b
ServiceRequest = identifier:Identifier* instantiatesCanonical:s* instantiatesUri:s* basedOn:Reference*
  replaces:Reference* requisition:Identifier
  status:{draft,active,on-hold,revoked,completed,entered-in-error,unknown}!
  intent:{proposal,plan,directive,order,original-order,reflex-order,filler-order,instance-order,option}!
  category:CodeableConcept* priority:{routine,urgent,asap,stat} doNotPerform:b code:CodeableConcept
  orderDetail:CodeableConcept* quantityQuantity:Quantity quantityRatio:Ratio quantityRange:Range subject:Reference!
  encounter:Reference occurrenceDateTime:dateTime occurrencePeriod:Period occurrenceTiming:Timing asNeededBoolean:b
  asNeededCodeableConcept:CodeableConcept authoredOn:dateTime requester:Reference performerType:CodeableConcept
  performer:Reference* locationCode:CodeableConcept* locationReference:Reference* reasonCode:CodeableConcept*
  reasonReference:Reference* insurance:Reference* supportingInfo:Reference* specimen:Reference*
  bodySite:CodeableConcept* note:Annotation* patientInstruction:s relevantHistory:Reference*
Specimen = identifier:Identifier* accessionIdentifier:Identifier
  status:{available,unavailable,unsatisfactory,entered-in-error} type:CodeableConcept subject:Reference
  receivedTime:dateTime parent:Reference* request:Reference* collection:Specimen.collection
  processing:Specimen.processing* container:Specimen.container* condition:CodeableConcept* note:Annotation*
Specimen.collection = collector:Reference collectedDateTime:dateTime collectedPeriod:Period duration:Duration
  quantity:Quantity method:CodeableConcept bodySite:CodeableConcept fastingStatusCodeableConcept:CodeableConcept
  fastingStatusDuration:Duration
Specimen.processing = description:s procedure:CodeableConcept additive:Reference* timeDateTime:dateTime
  timePeriod:Period
Specimen.container = identifier:Identifier* description:s type:CodeableConcept capacity:Quantity
  specimenQuantity:Quantity additiveCodeableConcept:CodeableConcept additiveReference:Reference
Meta = versionId:s lastUpdated:instant source:s profile:s* security:Coding* tag:Coding*
Narrative = status:{generated,extensions,additional,empty}! div:s!
Extension = url:s! valueBase64Binary:s valueBoolean:b valueCanonical:s valueCode:s valueDate:date
  valueDateTime:dateTime valueDecimal:n valueId:s valueInstant:instant valueInteger:i valueMarkdown:s valueOid:s
  valuePositiveInt:i valueString:s valueTime:time valueUnsignedInt:i valueUri:s valueUrl:s valueUuid:s
  valueAddress:Address valueAge:Age valueAnnotation:Annotation valueAttachment:Attachment
  valueCodeableConcept:CodeableConcept valueCoding:Coding valueContactPoint:ContactPoint valueCount:Count
  valueDistance:Distance valueDuration:Duration valueHumanName:HumanName valueIdentifier:Identifier valueMoney:Money
  valuePeriod:Period valueQuantity:Quantity valueRange:Range valueRatio:Ratio valueReference:Reference
  valueSampledData:SampledData valueSignature:Signature valueTiming:Timing valueContactDetail:ContactDetail
  valueContributor:Contributor valueDataRequirement:DataRequirement valueExpression:Expression
  valueParameterDefinition:ParameterDefinition valueRelatedArtifact:RelatedArtifact
  valueTriggerDefinition:TriggerDefinition valueUsageContext:UsageContext valueDosage:Dosage valueMeta:Meta
Identifier = use:{usual,official,temp,secondary,old} type:CodeableConcept system:s value:s period:Period
  assigner:Reference
CodeableConcept = coding:Coding* text:s
Reference = reference:s type:s identifier:Identifier display:s
Age = value:n comparator:{<,<=,>=,>} unit:s system:s code:s
Period = start:dateTime end:dateTime
Range = low:Quantity high:Quantity
Annotation = authorReference:Reference authorString:s time:dateTime text:s!
Timing = event:dateTime* repeat:Timing.repeat code:CodeableConcept
Timing.repeat = boundsDuration:Duration boundsRange:Range boundsPeriod:Period count:i countMax:i duration:n
  durationMax:n durationUnit:{s,min,h,d,wk,mo,a} frequency:i frequencyMax:i period:n periodMax:n
  periodUnit:{s,min,h,d,wk,mo,a} dayOfWeek:{mon,tue,wed,thu,fri,sat,sun}* timeOfDay:time*
  when:{MORN,MORN.early,MORN.late,NOON,AFT,AFT.early,AFT.late,EVE,EVE.early,EVE.late,NIGHT,PHS,HS,WAKE,C,CM,CD,CV,AC,ACM,ACD,ACV,PC,PCM,PCD,PCV}*
  offset:i
Quantity = value:n comparator:{<,<=,>=,>} unit:s system:s code:s
ContactPoint = system:{phone,fax,email,pager,url,sms,other} value:s use:{home,work,temp,old,mobile} rank:i
  period:Period
Money = value:n currency:s
Attachment = contentType:s language:s data:s url:s size:i hash:s title:s creation:dateTime
Coding = system:s version:s code:s display:s userSelected:b
Duration = value:n comparator:{<,<=,>=,>} unit:s system:s code:s
Address = use:{home,work,temp,old,billing} type:{postal,physical,both} text:s line:s* city:s district:s state:s
  postalCode:s country:s period:Period
Ratio = numerator:Quantity denominator:Quantity
Dosage = sequence:i text:s additionalInstruction:CodeableConcept* patientInstruction:s timing:Timing
  asNeededBoolean:b asNeededCodeableConcept:CodeableConcept site:CodeableConcept route:CodeableConcept
  method:CodeableConcept doseAndRate:Dosage.doseAndRate* maxDosePerPeriod:Ratio maxDosePerAdministration:Quantity
  maxDosePerLifetime:Quantity
Dosage.doseAndRate = type:CodeableConcept doseRange:Range doseQuantity:Quantity rateRatio:Ratio rateRange:Range
  rateQuantity:Quantity
SampledData = origin:Quantity! period:n! factor:n lowerLimit:n upperLimit:n dimensions:i! data:s
HumanName = use:{usual,official,temp,nickname,anonymous,old,maiden} text:s family:s given:s* prefix:s* suffix:s*
  period:Period
Signature = type:Coding*! when:instant! who:Reference! onBehalfOf:Reference targetFormat:s sigFormat:s data:s
Count = value:n comparator:{<,<=,>=,>} unit:s system:s code:s
Distance = value:n comparator:{<,<=,>=,>} unit:s system:s code:s
ContactDetail = name:s telecom:ContactPoint*
Contributor = type:{author,editor,reviewer,endorser}! name:s! contact:ContactDetail*
DataRequirement = type:s! profile:s* subjectCodeableConcept:CodeableConcept subjectReference:Reference
  mustSupport:s* codeFilter:DataRequirement.codeFilter* dateFilter:DataRequirement.dateFilter* limit:i
  sort:DataRequirement.sort*
DataRequirement.codeFilter = path:s searchParam:s valueSet:s code:Coding*
DataRequirement.dateFilter = path:s searchParam:s valueDateTime:dateTime valuePeriod:Period valueDuration:Duration
DataRequirement.sort = path:s! direction:{ascending,descending}!
Expression = description:s name:s language:s! expression:s reference:s
ParameterDefinition = name:s use:{in,out}! min:i max:s documentation:s type:s! profile:s
RelatedArtifact =
  type:{documentation,justification,citation,predecessor,successor,derived-from,depends-on,composed-of}! label:s
  display:s citation:s url:s document:Attachment resource:s
TriggerDefinition =
  type:{named-event,periodic,data-changed,data-added,data-modified,data-removed,data-accessed,data-access-ended}!
  name:s timingTiming:Timing timingReference:Reference timingDate:date timingDateTime:dateTime data:DataRequirement*
  condition:Expression
UsageContext = code:Coding! valueCodeableConcept:CodeableConcept+value valueQuantity:Quantity+value
  valueRange:Range+value valueReference:Reference+value
`;
