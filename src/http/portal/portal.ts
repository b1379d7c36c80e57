/** The member portal as a part of the server: its API and its pages. */
import type { FastifyInstance } from 'fastify';
import { cookieNames } from './cookies.ts';
import { type HandlerDeps, portalHandlers } from './handlers.ts';
import { mountPortalApi } from './mount.ts';
import { mountPages, type PagesDeps } from './pages.ts';

export type PortalDeps = HandlerDeps & Omit<PagesDeps, 'cookies' | 'handlers' | 'payer'>;

export async function mountPortal(app: FastifyInstance, deps: PortalDeps): Promise<void> {
  const cookies = cookieNames(deps.baseUrl, deps.payer.npi);
  const payer = { name: deps.payer.name, phone: deps.phone };
  // A scope of its own: what is hung in here is not seen by the partners' routes.
  await app.register(async (scope) => {
    const mounted = { ...deps, cookies, handlers: portalHandlers(deps) };
    await mountPortalApi(scope, mounted);
    await mountPages(scope, { ...mounted, payer });
  });
}
