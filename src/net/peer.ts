/** Whom a call may go to: a registered partner, or the host of a client's JWKS. */
export interface Peer {
  /** Names the peer in logs: never a URL. */
  name: string;
  /** `https://host[:port]`, all that may ever be called for this peer, redirects included. */
  origins: readonly string[];
  /** May resolve to a loopback or private address, and may be plain http. */
  allowPrivate: boolean;
  /** Own values for `NetLimits`, by name. */
  limits?: Readonly<Record<string, unknown>>;
}

/** The origins of some URLs, each once. */
export function originsOf(...urls: (string | undefined)[]): string[] {
  return [...new Set(urls.filter((u): u is string => u !== undefined).map((u) => new URL(u).origin))];
}
