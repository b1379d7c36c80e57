import type { BlobStore } from '../../blob/blob.ts';
import type { Clock } from '../../clock/clock.ts';
import { factsOf, type Partner, peerOf } from '../../directory/partners.ts';
import { type Probe, probe } from '../../directory/probe.ts';
import { type CallAnswer, type CallRequest, callerFor, type RawCall, rawCallerFor } from '../../net/call.ts';
import { type Download, type Downloaded, download } from '../../net/download.ts';
import { PartnerFailure } from '../../net/failure.ts';
import type { NetDeps } from '../../net/send.ts';
import { mayCall } from '../../net/target.ts';
import { Problem } from '../../problem/problem.ts';
import { openGate } from './gate.ts';
import { exchangeLimitsOf } from './limits.ts';

/** Where access tokens come from: `authz/backend-client.ts`. */
export interface Tokens {
  accessToken(scope: string, options?: { patient?: string }): Promise<string>;
  forget(token: string): void;
}

/** What a token is asked for. */
export interface Access {
  scope: string;
  patient?: string | undefined;
}

/** One partner, ready to be called: tokens, its own headers, its limits. */
export interface Link {
  call(request: CallRequest, access: Access): Promise<CallAnswer>;
  download(file: Omit<Download, 'token'>, access: Access | undefined): Promise<Downloaded>;
  /** What the partner says that it can do. */
  probe(): Promise<Probe>;
  /** Whether a URL of the partner's answers may be followed. */
  mayCall(url: string): boolean;
}

export interface LinkDeps {
  clock: Clock;
  agents: NetDeps['agents'];
  blobs: BlobStore;
  tokensFor: (partner: Partner, call: RawCall) => Tokens;
}

/** Keeps one link per partner, so that its tokens are used until they expire; a changed partner gets a new one. */
export function openLinks(deps: LinkDeps): (partner: Partner) => Link {
  const links = new Map<number, { of: string; link: Link }>();
  return (partner) => {
    const of = JSON.stringify(partner);
    const known = links.get(partner.id);
    if (known?.of === of) return known.link;
    const link = linkTo(deps, partner);
    links.set(partner.id, { of, link });
    return link;
  };
}

function linkTo(deps: LinkDeps, partner: Partner): Link {
  const peer = peerOf(partner);
  const call = callerFor(deps, peer);
  const tokens = deps.tokensFor(partner, rawCallerFor(deps, peer));
  const downloads = openGate(exchangeLimitsOf(partner.limits).downloadsAtOnce_max);
  const own = factsOf(partner).headers ?? {};
  /** A token may end before its time (the partner restarted, keys changed): 401 is answered with a new one, once. */
  async function withToken<T>(access: Access, work: (token: string) => Promise<T>): Promise<T> {
    const token = await tokenFor(tokens, access);
    try {
      return await work(token);
    } catch (error) {
      if (!(error instanceof PartnerFailure) || error.status !== 401) throw error;
      tokens.forget(token);
      return work(await tokenFor(tokens, access));
    }
  }
  return {
    probe: () => probe({ call, clock: deps.clock }, partner),
    mayCall: (url) => mayCall(peer, url),
    call: (request, access) =>
      withToken(access, (token) => call({ ...request, headers: { ...own, ...request.headers }, token })),
    download: (file, access) =>
      downloads.run(() =>
        access
          ? withToken(access, () => download(deps, peer, { ...file, token: () => tokenFor(tokens, access) }))
          : download(deps, peer, file),
      ),
  };
}

async function tokenFor(tokens: Tokens, { scope, patient }: Access): Promise<string> {
  try {
    return await tokens.accessToken(scope, patient === undefined ? {} : { patient });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const wait = error.retryAfterSeconds === undefined ? {} : { retryAfter_s: error.retryAfterSeconds };
    if (error.category === 'busy')
      throw new PartnerFailure('retry', 'token-endpoint-busy', { ...wait, cause: error });
    throw new PartnerFailure('wait', 'token-refused', { cause: error });
  }
}
