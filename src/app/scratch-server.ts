/** The server for a scratch database: the one named, else that of DATABASE_URL. Undefined: an embedded one. */
export const scratchServer = (named: string | undefined): string | undefined =>
  named ?? (process.env.DATABASE_URL || undefined);
