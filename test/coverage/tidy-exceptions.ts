/** Files that may be longer than the limit, each with its reason. Shorten the list where you can. */
export const longFiles: Record<string, string> = {
  'src/demo/people/claims.ts': 'sample data',
  'src/demo/people/clinical.ts': 'sample data',
  'src/demo/people/codes.ts': 'sample data',
  'src/demo/people/john.ts': 'sample data: one member, told in order',
  'src/person/normal/given-names.ts': 'a table of names',
  'src/person/normal/nickname-groups.ts': 'a table of names',
  'src/fhir/elements.ts': 'a table out of the specification',
  'src/exchange/request/transfer.test.ts': 'one simulated partner and its faults, in the order of the states',
  'src/fhir/scan.ts': 'one scanner: its states are read together',
};

/** Tables that a second room reads in its own store, each with its reason. `<room> <table>`. */
export const sharedTables: Record<string, string> = {
  'member-match person': 'candidates are found by one statement over the indexes of person',
  'member-match member': 'as above',
  'member-match member_identifier': 'as above',
  'exchange ingest_ledger': 'the ledger of a transfer is shown with its exchange',
  'exchange quarantine': 'as above',
  'exchange received_file': 'downloading fills it before ingest reads it',
  'evidence person': 'evidence joins what the rooms wrote, and writes nothing',
  'evidence member': 'as above',
  'evidence export_ledger': 'as above',
  'evidence bulk_job': 'as above',
  'evidence bulk_file': 'as above',
  'evidence export': 'as above',
  'evidence export_part': 'as above',
  'evidence client': 'as above',
  'evidence consent': 'as above',
  'evidence match_decision': 'as above',
  'evidence match_group': 'as above',
  'evidence match_group_member': 'as above',
  'evidence transfer': 'as above',
  'evidence exchange': 'as above',
  'evidence received_file': 'as above',
  'evidence ingest_ledger': 'as above',
  'evidence resource': 'as above',
};
