import { addressAllowed, literalAddress } from './address.ts';
import { PartnerFailure } from './failure.ts';
import type { Peer } from './peer.ts';

/** The URL, when it may be called for this peer. Every hop of a redirect passes here again. */
export function targetOf(peer: Peer, text: string | URL, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    throw new PartnerFailure('give-up', 'url-malformed');
  }
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && peer.allowPrivate);
  if (!secure) throw new PartnerFailure('wait', 'not-https');
  if (url.username || url.password) throw new PartnerFailure('wait', 'credentials-in-url');
  const literal = literalAddress(url);
  if (literal && !addressAllowed(literal, peer.allowPrivate))
    throw new PartnerFailure('wait', 'address-refused');
  if (!peer.origins.includes(url.origin)) throw new PartnerFailure('wait', 'origin-not-registered');
  return url;
}

/** Whether a URL would pass, for lists that are checked before anything is fetched (manifests). */
export function mayCall(peer: Peer, url: string): boolean {
  try {
    targetOf(peer, url);
    return true;
  } catch {
    return false;
  }
}
