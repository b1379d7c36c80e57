/** How often what waits is chained. */
export const chainEvery_ms = 5_000;
/** Entries that one transaction of the appender chains. */
export const chainBatchEntries_max = 5_000;
/** An entry that waits longer than this to be chained is a finding of `verify`: no worker runs, or it cannot keep up. */
export const unchainedAge_ms_max = 15 * 60_000;

/** How often the head of the chain is sealed in the object store. */
export const sealEvery_ms = 3_600_000;
/** A chained entry that no seal covers after this time is a finding. */
export const sealAge_ms_max = 2 * sealEvery_ms;
/** A seal is some 300 bytes; whatever is larger is none of ours. */
export const sealBytes_max = 4_096;
/** Seals that are compared at a time. */
export const sealPage_rows = 500;

/** A clock that is put back by less, between two entries, is no finding: clocks of several machines differ. */
export const clockStep_ms_max = 60_000;

/** Entries that one statement of `verify` reads. */
export const verifyPage_entries = 200_000;

/** Longest actor, subject, word or text within an entry. */
export const wordCharacters_max = 200;
/** Members of `detail`, on all levels together. */
export const detailMembers_max = 40;
export const detailDepth_max = 3;
export const codes_max = 50;
