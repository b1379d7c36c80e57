/** Days and counts of the member's decisions (42 CFR 422.121(b); the portal's contract, 3 and 4). */

/** C1: from the start of coverage, or its acceptance, to the offer. */
export const offerWithin_days = 7;
/** C2: from opt-in and enough facts to the request. */
export const requestWithin_days = 7;
/** C4: concurrent plans are asked again. */
export const againEvery_days = 90;
/** A "no" is not followed by a question for this long. */
export const silenceAfterNo_days = 90;
/** A draft that nobody touches. */
export const draftLife_days = 7;
export const draftPlans_max = 20;
/** New facts about one plan in a day: partners take more for card guessing (mm-7). */
export const factChangesPerDay_max = 5;
export const callbacksPerDay_max = 3;
/** A pull that is younger than this is joined, not repeated. */
export const joinWithin_h = 24;
/** Rows that one run of an hourly task takes. */
export const upkeepBatch_max = 500;
