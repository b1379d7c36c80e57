/** What one needs to find a definition without reading all of it. */
export interface DefinitionHead {
  resourceType: string;
  url: string;
  version: string;
}

const quote = 0x22;
const backslash = 0x5c;

/**
 * Reads `resourceType`, `url` and `version` at the top level of a resource's JSON and stops there. Nested properties of
 * these names do not count; most of the file (narrative, concepts, elements) is never looked at.
 */
export function definitionHead(json: Buffer): DefinitionHead | undefined {
  const head: Partial<Record<string, string>> = {};
  let depth = 0;
  let key = '';
  let expectsKey = false;
  for (let at = 0; at < json.length; at++) {
    switch (json[at]) {
      case quote: {
        const end = endOfString(json, at);
        if (end < 0) return undefined;
        if (depth === 1) {
          if (expectsKey) key = json.toString('latin1', at + 1, end);
          else if (key === 'resourceType' || key === 'url' || key === 'version') {
            head[key] = textOf(json, at, end);
            if (head.resourceType !== undefined && head.url !== undefined && head.version !== undefined)
              return complete(head);
          }
        }
        at = end;
        break;
      }
      case 0x3a: // :
        expectsKey = false;
        break;
      case 0x2c: // ,
        if (depth === 1) expectsKey = true;
        break;
      case 0x7b: // {
        depth++;
        expectsKey = depth === 1;
        break;
      case 0x5b: // [
        depth++;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth--;
        break;
    }
  }
  return complete(head);
}

const complete = ({ resourceType, url, version }: Partial<Record<string, string>>) =>
  resourceType === undefined || url === undefined ? undefined : { resourceType, url, version: version ?? '' };

function endOfString(json: Buffer, start: number): number {
  let end = start;
  for (;;) {
    end = json.indexOf(quote, end + 1);
    if (end < 0) return -1;
    let escapes = 0;
    while (json[end - 1 - escapes] === backslash) escapes++;
    if (escapes % 2 === 0) return end;
  }
}

function textOf(json: Buffer, start: number, end: number): string {
  const text = json.toString('utf8', start + 1, end);
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}
