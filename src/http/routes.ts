/** The route table: the only list of what this server answers. */
import { type BulkFileDeps, bulkFileRoutes } from './fhir/bulk-file.ts';
import { type BulkMemberMatchRoutesDeps, bulkMemberMatchRoutes } from './fhir/bulk-member-match.ts';
import { type BulkStatusDeps, bulkStatusRoutes } from './fhir/bulk-status.ts';
import { consentEvidenceRoutes } from './fhir/consent-evidence.ts';
import { type DavinciConfigurationDeps, davinciConfigurationRoutes } from './fhir/davinci-configuration.ts';
import { type ExportRoutesDeps, exportRoutes } from './fhir/export.ts';
import { type GroupRoutesDeps, groupRoutes } from './fhir/group.ts';
import { type MemberMatchRoutesDeps, memberMatchRoutes } from './fhir/member-match.ts';
import { type MetadataDeps, metadataRoutes } from './fhir/metadata.ts';
import { type RetrieveRoutesDeps, retrieveRoutes } from './fhir/retrieve.ts';
import { smartConfigurationRoutes } from './fhir/smart-configuration.ts';
import { type IntakeRoutesDeps, intakeRoutes } from './intake/doors.ts';
import type { OAuthDeps } from './oauth/form.ts';
import { introspectionRoutes } from './oauth/introspect.ts';
import { jwksRoutes } from './oauth/jwks.ts';
import { tokenRoutes } from './oauth/token.ts';
import type { Route } from './route.ts';

/** What all handlers need together. */
export type RoutesDeps = OAuthDeps &
  Omit<MetadataDeps, 'routes'> &
  MemberMatchRoutesDeps &
  BulkMemberMatchRoutesDeps &
  GroupRoutesDeps &
  DavinciConfigurationDeps &
  ExportRoutesDeps &
  BulkStatusDeps &
  RetrieveRoutesDeps &
  BulkFileDeps &
  IntakeRoutesDeps;

/** Every route. The CapabilityStatement is made from what this returns. */
export function allRoutes(deps: RoutesDeps): Route[] {
  const routes: Route[] = [
    ...metadataRoutes({ ...deps, routes: () => routes }),
    ...smartConfigurationRoutes(deps),
    ...davinciConfigurationRoutes(deps),
    ...jwksRoutes(deps),
    ...tokenRoutes(deps),
    ...introspectionRoutes(deps),
    ...memberMatchRoutes(deps),
    ...bulkMemberMatchRoutes(deps),
    ...groupRoutes(deps),
    ...exportRoutes(deps),
    ...retrieveRoutes(deps),
    ...bulkStatusRoutes(deps),
    ...bulkFileRoutes(deps),
    ...consentEvidenceRoutes(deps),
    ...intakeRoutes(deps),
  ];
  return routes;
}
