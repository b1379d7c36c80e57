/** For people: what can be done now about a match that failed or a transfer that waits. A failed match is never a dead end. */
const steps: Record<string, string> = {
  nomatch:
    'Ask the member for the card and the details that the earlier plan had; correct them and ask again, or record that there is no prior history.',
  ambiguous:
    'The plan found several people. Add what tells them apart (member id, address, middle name) and ask again.',
  insufficient:
    'Add what the plan needs to recognise the member (member id, birth date, address) and ask again.',
  consentconstraint:
    "Check the consent with the member: its period, both plans' names and its policy. A new consent can be sent.",
  'not-reported': 'The plan said nothing of this member. Ask again; if it stays silent, call the plan.',
  'reported-in-two-groups':
    'The plan contradicts itself. Nothing was taken over. Call the plan, then ask again.',
  'matched-to-several-patients':
    'The plan contradicts itself. Nothing was taken over. Call the plan, then ask again.',
  'matched-without-patient':
    'The plan matched the member and named no record. Call the plan, then ask again.',
  'same-patient-for-two-members':
    'The plan gave one record for two members. Nothing was taken over. Check whether the two are one person here.',
  'returned-copy-differs':
    'The plan returned details that we did not send. Nothing was taken over. Call the plan.',
  'manifest-count-mismatch':
    'The plan announced another number of records than its files hold. What came is stored. Retry, or accept it as it is.',
  'token-refused': 'The plan gave us no access token. Check the client registration and keys with the plan.',
  'partner-removed': 'The plan is no longer registered here. Register it again and retry, or cancel.',
};

const families: [RegExp, string][] = [
  [
    /^status-40[13]$/,
    'The plan refused our credentials. Check the client registration and scopes with the plan.',
  ],
  [/^deadline-/, 'The plan did not finish in time. Call the plan, then retry.'],
  [
    /^(address-refused|origin-not-registered|not-https|manifest-.*-foreign-origin)$/,
    'The plan uses an address that is not registered for it. Check it, add the origin to the partner, then retry.',
  ],
  [
    /^(html-instead|not-json|not-utf8|json-too-deep|manifest-)/,
    "The plan's answer is not the protocol. Call the plan, then retry.",
  ],
];

export function nextStepFor(reason: string): string {
  return (
    steps[reason] ??
    families.find(([pattern]) => pattern.test(reason))?.[1] ??
    'Look at the history of the exchange, then retry or cancel.'
  );
}
