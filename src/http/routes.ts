/** The route table: the only list of what this server answers. */
import { type MetadataDeps, metadataRoutes } from './fhir/metadata.ts';
import { smartConfigurationRoutes } from './fhir/smart-configuration.ts';
import { jwksRoutes } from './oauth/jwks.ts';
import { type OAuthDeps, tokenRoutes } from './oauth/token.ts';
import type { Route } from './route.ts';

/** What all handlers need together. */
export interface RoutesDeps extends OAuthDeps, Omit<MetadataDeps, 'routes'> {}

/** Every route. The CapabilityStatement is made from what this returns. */
export function allRoutes(deps: RoutesDeps): Route[] {
  const routes: Route[] = [
    ...metadataRoutes({ ...deps, routes: () => routes }),
    ...smartConfigurationRoutes(deps),
    ...jwksRoutes(deps),
    ...tokenRoutes(deps),
  ];
  return routes;
}
