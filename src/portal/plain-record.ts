/** A record in plain words: what it is called, one thing that matters about it. Reads what providers wrote, and adds nothing. */

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];

/** The words of a CodeableConcept: its text, else the first display. */
function words(concept: unknown): string | undefined {
  for (const one of list(concept)) {
    if (typeof one.text === 'string' && one.text.trim() !== '') return one.text.trim();
    for (const coding of list(one.coding))
      if (typeof coding.display === 'string' && coding.display.trim() !== '') return coding.display.trim();
  }
  return undefined;
}

/** Where the name of a record of this type stands, in order. */
const titles: Readonly<Record<string, (r: Json) => (string | undefined)[]>> = {
  Encounter: (r) => [words(r.type), words(r.reasonCode), words(r.serviceType)],
  MedicationRequest: (r) => [words(r.medicationCodeableConcept), display(r.medicationReference)],
  MedicationDispense: (r) => [words(r.medicationCodeableConcept), display(r.medicationReference)],
  MedicationStatement: (r) => [words(r.medicationCodeableConcept), display(r.medicationReference)],
  Immunization: (r) => [words(r.vaccineCode)],
  DocumentReference: (r) => [text(r.description), attachmentTitle(r), words(r.type)],
  ExplanationOfBenefit: (r) => [productOf(r), words(r.type)],
  CarePlan: (r) => [text(r.title), words(r.category)],
  Goal: (r) => [words(r.description)],
  CareTeam: (r) => [text(r.name), words(r.category)],
  Device: (r) => [text(list(r.deviceName)[0]?.name), words(r.type)],
  Coverage: (r) => [text(list(r.class)[0]?.name), words(r.type)],
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
const display = (reference: unknown): string | undefined =>
  isObject(reference) ? text(reference.display) : undefined;
const attachmentTitle = (r: Json): string | undefined => {
  const attachment = list(r.content)[0]?.attachment;
  return isObject(attachment) ? text(attachment.title) : undefined;
};
const productOf = (r: Json): string | undefined => {
  const [item] = list(r.item);
  return item && words(item.productOrService);
};

/** Undefined where the record has no words: the page says what kind it is instead. */
export function titleOf(type: string, resource: Json): string | undefined {
  const own = titles[type]?.(resource) ?? [];
  return [...own, words(resource.code), words(resource.category)].find((title) => title !== undefined);
}

/** A result, a dose, a provider: whatever says most. */
export function detailOf(resource: Json): string | undefined {
  const quantity = isObject(resource.valueQuantity) ? resource.valueQuantity : undefined;
  if (quantity && typeof quantity.value === 'number')
    return `${quantity.value} ${text(quantity.unit) ?? text(quantity.code) ?? ''}`.trim();
  const parts = list(resource.component).flatMap((part) => {
    const value = isObject(part.valueQuantity) ? part.valueQuantity : undefined;
    return typeof value?.value === 'number' ? [`${value.value} ${text(value.unit) ?? ''}`.trim()] : [];
  });
  if (parts.length > 0) return parts.join(' / ');
  const dose = text(list(resource.dosageInstruction)[0]?.text);
  const provider =
    display(resource.provider) ?? display(list(resource.performer)[0]) ?? display(resource.requester);
  return (
    text(resource.valueString) ?? words(resource.valueCodeableConcept) ?? dose ?? provider ?? status(resource)
  );
}

const status = (r: Json): string | undefined => words(r.clinicalStatus);
