/** Task: decides and publishes a bulk match; its key is the job. */
export const bulkMatch = 'match.bulk';
/** Task: one for all, added whenever a worker starts. Forgets what is over, and finds work whose task got lost. */
export const matchUpkeep = 'match.upkeep';
