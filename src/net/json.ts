import { PartnerFailure } from './failure.ts';

/**
 * A body as JSON. A page of HTML under status 200 (a gateway's log-in or maintenance page) has its own reason, because
 * people look for it elsewhere than in the partner's FHIR server.
 */
export function parseJson(body: Buffer, contentType: string, depth_max: number): unknown {
  const start = firstByte(body);
  if (start === undefined) return undefined;
  if (start === 0x3c || /\bhtml\b/i.test(contentType))
    throw new PartnerFailure('wait', 'html-instead-of-json');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new PartnerFailure('wait', 'not-utf8');
  }
  if (deeperThan(body, depth_max)) throw new PartnerFailure('wait', 'json-too-deep');
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text: it must not travel.
    throw new PartnerFailure('wait', 'not-json');
  }
}

function firstByte(body: Buffer): number | undefined {
  let i = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  while (i < body.length && body[i]! <= 0x20) i++;
  return body[i];
}

/** Brackets are ASCII and never part of a longer UTF-8 character, so bytes suffice. */
function deeperThan(body: Buffer, depth_max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i];
    if (inString) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > depth_max) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}

/** Coded facts of an error body: OperationOutcome issue codes, the OAuth error. Free text stays behind. */
export function codesOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const { error, issue } = body as { error?: unknown; issue?: unknown };
  const codes = Array.isArray(issue) ? issue.map((i) => (i as { code?: unknown } | null)?.code) : [error];
  return codes
    .filter((c): c is string => typeof c === 'string' && /^[a-z][a-z_-]{1,39}$/.test(c))
    .slice(0, 10);
}
