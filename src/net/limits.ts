/** How long and how much an answer of a partner may be. A partner's `limits` may lower or raise each. */
export interface NetLimits {
  connect_ms: number;
  /** From the request until the answer's headers are here. */
  answer_ms: number;
  /** The longest pause between two pieces of a body. */
  idle_ms: number;
  /** A JSON call from start to end, redirects included. */
  call_ms: number;
  /** One attempt at one file. */
  download_ms: number;
  headerBytes_max: number;
  jsonBytes_max: number;
  jsonDepth_max: number;
  fileBytes_max: number;
  redirects_max: number;
}

export const netLimits: NetLimits = {
  connect_ms: 10_000,
  answer_ms: 60_000,
  idle_ms: 60_000,
  call_ms: 180_000,
  download_ms: 6 * 3_600_000,
  headerBytes_max: 32 * 1024,
  jsonBytes_max: 32 * 1024 * 1024,
  jsonDepth_max: 64,
  fileBytes_max: 32 * 1024 ** 3,
  redirects_max: 5,
};

/** The defaults with the partner's own numbers over them; what is not a positive number is left out. */
export function limitsOf(own: Readonly<Record<string, unknown>>): NetLimits {
  const limits = { ...netLimits };
  for (const name of Object.keys(netLimits) as (keyof NetLimits)[]) {
    const value = own[name];
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) limits[name] = value;
  }
  return limits;
}
