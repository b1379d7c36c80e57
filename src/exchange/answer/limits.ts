/** Most bytes of a `$member-match` body. */
export const memberMatchBytes_max = 1024 * 1024;
/** Most bytes of a `$bulk-member-match` body: at about 4 kB a member, more than 10,000 members. */
export const bulkMatchBytes_max = 64 * 1024 * 1024;
/** MemberBundles in one request. */
export const submissions_max = 100_000;
/** Members that one transaction of a bulk match decides. A killed worker repeats at most these. */
export const membersPerBatch = 25;
/** Attempts after which a member that cannot be evaluated is not matched, so that the others get their answer. */
export const attempts_max = 3;
/** How long Groups without consents live: as long as the job that tells of them. */
export { jobLife_seconds as unmatchedLife_seconds } from '../../bulk/limits.ts';
/** Retry-After of a partner that is found guessing. */
export const throttled_seconds = 3600;
/** Jobs of one client that wait for reviewers at the same time; more are completed without waiting, so that new ones find room. */
export const heldJobs_max = 4;
