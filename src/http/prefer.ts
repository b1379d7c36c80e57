import type { Request } from './route.ts';

/** Whether the Prefer header asks for this, among others (RFC 7240). */
export const prefers = (request: Pick<Request, 'headers'>, preference: string): boolean =>
  (request.headers.prefer ?? '')
    .toLowerCase()
    .split(/[,;]/)
    .some((part) => part.trim() === preference);
