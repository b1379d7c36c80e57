// Time as the server has it: a device's own clock may be wrong, and a visit must not end because of it.

let ahead_ms = 0;

/** Notes what the server says of now. */
export function noteServerTime(now: string): void {
  ahead_ms = Date.parse(now) - Date.now();
}

export const serverNow = (): number => Date.now() + ahead_ms;
