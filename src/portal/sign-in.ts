import { createHash } from 'node:crypto';
import type { Queries } from '../db/db.ts';
import { personOfPatient } from '../person/store.ts';
import { Problem } from '../problem/problem.ts';
import { isOwnPatient } from '../record/member-store.ts';
import type { IdentityProvider, SignInSecrets } from './identity-provider.ts';
import { signIn_s_max, stepUp_s_max } from './limits.ts';
import { returnPath } from './return-path.ts';
import { beginSession, type SessionDeps } from './session.ts';
import { insertSignIn, takeSignIn } from './session-store.ts';

export interface SignInDeps extends SessionDeps {
  idp: IdentityProvider;
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Leaves for the identity provider. `browser` goes into a cookie: only the browser that began can finish. */
export async function beginSignIn(
  deps: SignInDeps,
  asked: { returnTo: string | null; locale: 'en' | 'es'; stepUp: boolean },
): Promise<{ location: string; browser: string }> {
  const fresh = () => deps.random.bytes(32).toString('base64url');
  const secrets: SignInSecrets = { state: fresh(), nonce: fresh(), verifier: fresh() };
  const browser = fresh();
  const location = await deps.idp.begin({ ...secrets, locale: asked.locale, stepUp: asked.stepUp });
  await insertSignIn(deps.db, hash(secrets.state), {
    browserHash: hash(browser),
    verifier: secrets.verifier,
    nonce: secrets.nonce,
    returnTo: returnPath(asked.returnTo),
    locale: asked.locale,
    stepUp: asked.stepUp,
    begunAt: deps.clock.now(),
  });
  return { location: location.href, browser };
}

export type SignInEnd =
  | { is: 'signed-in'; token: string; endsAt: Date; returnTo: string }
  /** The address of the page that says so, and what it says. */
  | { is: 'failed'; why: 'expired' | 'refused' | 'no-coverage' | 'unavailable'; locale: 'en' | 'es' };

/** Comes back from the identity provider. A state is good once, for ten minutes, in one browser. */
export async function finishSignIn(
  deps: SignInDeps,
  came: { url: URL; browser: string | undefined },
): Promise<SignInEnd> {
  const state = came.url.searchParams.get('state') ?? '';
  const now = deps.clock.now();
  const begun = await takeSignIn(deps.db, hash(state));
  if (!begun) return { is: 'failed', why: 'expired', locale: 'en' };
  const { locale, returnTo, stepUp } = begun;
  const late = now.getTime() - begun.begunAt.getTime() > signIn_s_max * 1000;
  if (late || came.browser === undefined || !hash(came.browser).equals(begun.browserHash))
    return { is: 'failed', why: 'expired', locale };
  try {
    const secrets = { state, nonce: begun.nonce, verifier: begun.verifier };
    const identity = await deps.idp.finish({ url: came.url, secrets, stepUp });
    const personId = await memberOf(deps.db, identity.memberId);
    if (personId === undefined) return { is: 'failed', why: 'no-coverage', locale };
    const { issuer, subject, acr, amr } = identity;
    const age_s = Math.min(identity.authAge_s, stepUp_s_max + 1);
    const authTime = new Date(now.getTime() - age_s * 1000);
    const session = await beginSession(deps.db, deps, {
      personId,
      issuer,
      subject,
      acr,
      amr,
      authTime,
      locale,
    });
    return { is: 'signed-in', ...session, returnTo };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.category === 'busy') return { is: 'failed', why: 'unavailable', locale };
    if (error.category === 'unauthenticated') return { is: 'failed', why: 'refused', locale };
    throw error;
  }
}

/** Our own member of that id; nobody for an id that a partner or a cohort brought. */
async function memberOf(q: Queries, memberId: string | undefined): Promise<number | undefined> {
  if (memberId === undefined || !(await isOwnPatient(q, memberId))) return undefined;
  return (await personOfPatient(q, [memberId])).get(memberId);
}
