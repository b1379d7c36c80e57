/** What a member does in the portal, call by call, as the client does it. */
import type { PortalAnswer, PortalBrowser } from './browser.ts';

export interface Card {
  id: string;
  name: string;
  state: string;
  counts?: Record<string, number>;
}

export interface Receipt {
  id: string;
  number: string;
  state: string;
  plans: Card[];
}

/** A draft with one plan on it, ready to be signed. */
export async function draftFor(
  browser: PortalBrowser,
  plan: Record<string, unknown>,
  facts: Record<string, unknown> = {},
): Promise<{ id: string; etag: string; plan: string }> {
  const draft = (await browser.call<{ id: string; etag: string }>('POST', 'draft', { locale: 'en' })).body;
  const added = await browser.call<{ id: string }>('POST', 'draft/plans', plan);
  if (added.status !== 201) throw new Error(`no plan: ${added.status} ${added.text}`);
  const etag = added.headers.get('etag')!.replaceAll('"', '');
  if (Object.keys(facts).length === 0) return { id: draft.id, etag, plan: added.body.id };
  const changed = await browser.call('PATCH', `draft/plans/${added.body.id}`, facts, { ifMatch: etag });
  if (changed.status !== 200) throw new Error(`no facts: ${changed.status} ${changed.text}`);
  return { id: draft.id, etag: changed.headers.get('etag')!.replaceAll('"', ''), plan: added.body.id };
}

/** The body of an opt-in for a draft, with the text as it is shown now. */
export async function signatureFor(
  browser: PortalBrowser,
  draft: { id: string; etag: string; plan: string },
  change: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const text = (
    await browser.call<{ id: string; version: string; sha256: string }>('GET', 'texts/p2p-optin/current/en')
  ).body;
  return {
    draftId: draft.id,
    draftEtag: draft.etag,
    kind: 'opt-in',
    scope: 'all',
    plans: [draft.plan],
    textId: text.id,
    textVersion: text.version,
    locale: 'en',
    textSha256: text.sha256,
    signer: 'self',
    typedName: 'John Smith',
    ...change,
  };
}

/** Opts in to one plan. */
export async function optIn(
  browser: PortalBrowser,
  plan: Record<string, unknown>,
  facts: Record<string, unknown> = {},
  change: Record<string, unknown> = {},
): Promise<PortalAnswer<Receipt>> {
  const draft = await draftFor(browser, plan, facts);
  return browser.call<Receipt>('POST', 'decisions', await signatureFor(browser, draft, change));
}

export const plansOf = async (browser: PortalBrowser): Promise<Card[]> =>
  (await browser.call<{ plans: Card[] }>('GET', 'summary')).body.plans;
