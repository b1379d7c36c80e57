/** What asking somebody else about a person may cost. A match waits for the answer, and holds a database transaction meanwhile. */
export const adapterLimits = {
  /** Milliseconds from the request to the last byte of the answer, unless the deployment says otherwise. */
  answer_ms: 1_500,
  answerBytes_max: 256 * 1024,
  answerDepth_max: 16,
  /** Persons in one answer. More is no answer to the question who this is. */
  persons_max: 10,
  /** Questions at once, of one process: they must not take all its database connections with them. */
  calls_max: 4,
  /** Failures one after the other until the service is left alone. */
  failuresInRow_max: 5,
  /** How long it is left alone before one question tries it again. */
  open_seconds: 30,
} as const;

/** What is sent: enough to find an adult, no more. */
export const askedLimits = { names_max: 3, addresses_max: 2, telecom_max: 4 } as const;

/** What is taken over of each kind. */
export const addedFacts_max = 10;

/** Younger people are in nobody's reference data, and are not asked about. */
export const adultYears_min = 18;
