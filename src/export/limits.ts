/** JSON of one part: small enough that a lost part is soon done again, large enough that files are not crumbs. */
export const partBytes_target = 40 * 1024 * 1024;
/** Members of one part: bounds a part of many members who have little. */
export const partMembers_max = 2_000;
/** A file is closed and the next begun once it has this many bytes. */
export const fileBytes_target = 128 * 1024 * 1024;
/** Lines are gathered to this many bytes before they are hashed and written. */
export const writeBuffer_bytes = 512 * 1024;
/** Targets of one Transmitter Provenance: a member with more has several. */
export const provenanceTargets_max = 1_000;
/** Entries of one Bundle in a `deleted` file. */
export const deletedEntries_max = 1_000;
/** Failures in a row after which an export is given up and its job fails. */
export const failures_max = 8;
/** How often a running part looks whether its job was deleted. */
export const cancelCheck_ms = 1_000;
/** Values of `patient`, clauses of `_typeFilter` and types that one kick-off may name. */
export const patients_max = 10_000;
export const filterClauses_max = 100;
export const types_max = 200;
