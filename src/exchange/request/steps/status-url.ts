import { PartnerFailure } from '../../../net/failure.ts';

/** The status URL of a kick-off's Content-Location; a relative one is tolerated. */
export function statusUrl(
  header: string | undefined,
  base: string,
  mayCall: (url: string) => boolean,
): string {
  const url = header && URL.canParse(header, base) ? new URL(header, base).href : undefined;
  if (!url) throw new PartnerFailure('wait', 'kick-off-without-status-url');
  if (!mayCall(url)) throw new PartnerFailure('wait', 'status-url-of-foreign-origin');
  return url;
}
