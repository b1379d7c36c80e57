import { MemberProblem } from '../../election/member-problem.ts';
import { isCsrf, type Session } from '../../portal/session.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * A change comes from our own page, or it is refused (4.1): its Origin is ours, the browser says so itself where it says anything, and
 * it brings the token that only our page could read.
 */
export function checkCsrf(session: Session, headers: Headers, origin: string): void {
  const site = headers['sec-fetch-site'];
  const fits =
    headers.origin === origin &&
    (site === undefined || site === 'same-origin') &&
    isCsrf(session, typeof headers['x-csrf'] === 'string' ? headers['x-csrf'] : undefined);
  if (!fits) throw new MemberProblem('csrf');
}
