/** Days as 'YYYY-MM-DD', counted back from the day that the sample data is made for. */
export interface Before {
  years?: number;
  months?: number;
  days?: number;
}

const day_ms = 86_400_000;

export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

/** The day that lies `before` earlier; negative numbers lie in the future. */
export function daysBefore(day: string, before: Before): string {
  const at = new Date(`${day}T00:00:00Z`);
  const dayOfMonth = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() - 12 * (before.years ?? 0) - (before.months ?? 0));
  const lastOfMonth = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(dayOfMonth, lastOfMonth));
  return dayOf(new Date(at.getTime() - (before.days ?? 0) * day_ms));
}

export const daysAfter = (day: string, days: number): string => daysBefore(day, { days: -days });

/** An instant of that day, Eastern standard time: offices open at nine. */
export const at = (day: string, time = '09:30:00'): string => `${day}T${time}-05:00`;
