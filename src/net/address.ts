import dns from 'node:dns';
import net from 'node:net';
import ipaddr from 'ipaddr.js';
import { PartnerFailure } from './failure.ts';

/**
 * Whether an address may be called. Only public unicast passes; loopback, private, link-local, unique-local, multicast,
 * carrier NAT, reserved and documentation ranges do not, nor an IPv4 address of those hidden in an IPv6 one.
 * `allowPrivate` lets through what a data centre really uses: loopback and private addresses, never link-local
 * (cloud metadata services live there), multicast or reserved ones.
 */
export function addressAllowed(address: string, allowPrivate: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address); // IPv4-mapped IPv6 becomes IPv4
  const range = parsed.range();
  if (range === 'unicast') return true;
  return allowPrivate && (range === 'loopback' || range === 'private' || range === 'uniqueLocal');
}

/** The literal address that a URL's host is, if it is one: name resolution, and so the guard in it, never sees it. */
export function literalAddress(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return net.isIP(host) ? host : undefined;
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | dns.LookupAddress[],
  family?: number,
) => void;
export type Lookup = (hostname: string, options: dns.LookupOptions, callback: LookupCallback) => void;

/**
 * Name resolution for sockets that refuses a host with any address that may not be called. It runs when the
 * connection is made, so a name that changes its address after a check (DNS rebinding) gains nothing.
 */
export function guardedLookup(allowPrivate: boolean, resolve: Lookup = dns.lookup as Lookup): Lookup {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = found as dns.LookupAddress[];
      const refused =
        addresses.length === 0 || addresses.some((a) => !addressAllowed(a.address, allowPrivate));
      if (refused) return callback(new PartnerFailure('wait', 'address-refused'), []);
      if (options.all) return callback(null, addresses);
      const first = addresses[0]!;
      callback(null, first.address, first.family);
    });
  };
}
