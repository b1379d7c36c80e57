/** What one process takes at most. Limits of bodies stand in the route table. */

/** Whole request, body included, from its first byte. */
export const requestReceive_ms_max = 120_000;
/** Request line and headers. */
export const headersReceive_ms_max = 20_000;
/** A connection on which nothing moves, either way. */
export const connectionIdle_ms_max = 120_000;
/** An open connection between two requests. */
export const keepAlive_ms = 65_000;
export const connections_max = 2_000;
export const requestsPerConnection_max = 10_000;
/** Also bounds a URL, and with it what a token or a search can cost to read. */
export const headerBytes_max = 16_384;
export const headers_max = 100;
/** Longest value of one path segment: FHIR ids have 64 characters at most, file names a few more. */
export const pathSegmentCharacters_max = 128;
/** Deepest nesting of JSON that is parsed: a FHIR resource needs a fraction of it. */
export const jsonDepth_max = 64;
/** When the server closes, requests under way have this long to finish; then their connections are cut. */
export const closing_ms_max = 10_000;
