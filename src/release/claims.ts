// pdex-103, R4 resource.html#profiles: who claims a profile says that it holds
import type { JsonObject } from '../fhir/lossless.ts';

/** What a resource says it conforms to, as it says it. */
export function claimsOf(resource: JsonObject): string[] {
  const profile = (resource.meta as JsonObject | undefined)?.profile;
  return Array.isArray(profile) ? profile.filter((claim) => typeof claim === 'string') : [];
}

/** The resource without these claims; `meta` goes when nothing else was in it. */
export function withoutClaims(resource: JsonObject, unclaimed: readonly string[]): JsonObject {
  const meta = resource.meta as JsonObject | undefined;
  if (!meta || !Array.isArray(meta.profile)) return resource;
  const { profile, _profile, ...others } = meta;
  const kept = meta.profile.filter((claim) => typeof claim !== 'string' || !unclaimed.includes(claim));
  const left = kept.length > 0 ? { ...others, profile: kept } : others;
  const { meta: _meta, ...rest } = resource;
  return Object.keys(left).length > 0 ? { ...resource, meta: left } : rest;
}
