/** The claim in which this provider names our member. */
export const memberClaim = 'member_id';

/** Whether an address is this machine itself and nothing else. */
export const isLoopback = (url: string): boolean =>
  /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(new URL(url).hostname);
