const home = '/portal/';

/**
 * Where the browser goes after a sign-in: a page of this portal, or its first page. What a link brings is never followed elsewhere
 * (open redirect), nor to what is no page.
 */
export function returnPath(asked: string | null | undefined): string {
  if (asked === null || asked === undefined || asked.length > pathCharacters_max) return home;
  if (!/^\/portal\/[A-Za-z0-9/_.~%?=&-]*$/.test(asked)) return home;
  const origin = 'https://portal.invalid';
  if (!URL.canParse(asked, origin)) return home;
  const url = new URL(asked, origin);
  const noPage = /^\/portal\/(api|login|callback|logged-out)(\/|$)/.test(url.pathname);
  if (url.origin !== origin || !url.pathname.startsWith(home) || noPage) return home;
  return `${url.pathname}${url.search}`;
}
const pathCharacters_max = 300;
