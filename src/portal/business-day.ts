/** The day by which a partner answers: one business day (42 CFR 422.121(b)(5)). Weekends only: holidays differ, and a day early does no harm. */
export function businessDayAfter(at: Date): string {
  const next = new Date(at.getTime() + 86_400_000);
  const weekday = next.getUTCDay();
  const skipped = weekday === 6 ? 2 : weekday === 0 ? 1 : 0;
  return new Date(next.getTime() + skipped * 86_400_000).toISOString().slice(0, 10);
}
