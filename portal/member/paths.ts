// The only source of addresses inside the portal. None carries anything about a person.

/** Where the server takes over: sign-in, and signing in anew for a step that asks for it. */
export const loginPath = (returnTo: string, locale: string, stepUp = false): string =>
  `/portal/login?${new URLSearchParams({ ...(stepUp ? { 'step-up': '1' } : {}), return: returnTo, lang: locale })}`;

export const learnPath = (locale: string): string => `/portal/learn${locale === 'es' ? '?lang=es' : ''}`;

/** The decision as the member saw it, to be kept or printed. */
export const documentPath = (decisionId: string): string =>
  `/portal/api/decisions/${encodeURIComponent(decisionId)}/document`;

export const telephone = (phone: string): string => `tel:${phone.replace(/[^\d+]/g, '')}`;
