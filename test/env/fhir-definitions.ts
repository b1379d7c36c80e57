import { gzipSync } from 'node:zlib';

/** An element of a made-up definition: `path min..max Type`, with what else it says. */
export interface MadeElement {
  path: string;
  card: string;
  /** A type's name, or types as a definition has them. */
  type?: string | object[];
  list?: boolean;
  [more: string]: unknown;
}

/** A StructureDefinition with a snapshot, as small as it can be. */
export function madeStructure(
  url: string,
  type: string,
  elements: readonly MadeElement[],
  more: object = {},
): object {
  return {
    resourceType: 'StructureDefinition',
    url,
    version: '1.0.0',
    name: type,
    kind: 'resource',
    abstract: false,
    type,
    derivation: 'constraint',
    ...more,
    snapshot: {
      element: [
        { id: type, path: type, min: 0, max: '*' },
        ...elements.map(({ path, card, type: code, list, id, ...rest }) => {
          const [min, max] = card.split('..') as [string, string];
          return {
            id: id ?? path,
            path: path.replace(/:\w+/g, ''),
            min: Number(min),
            max,
            base: { path, min: 0, max: list ? '*' : '1' },
            ...(code !== undefined && { type: typeof code === 'string' ? [{ code }] : code }),
            ...rest,
          };
        }),
      ],
    },
  };
}

/** A FHIR package of these definitions and examples. */
export function madePackage(
  manifest: { name: string; version: string; dependencies?: Record<string, string> },
  resources: readonly object[],
): Buffer {
  const files: [string, string][] = [['package/package.json', JSON.stringify(manifest)]];
  resources.forEach((resource, i) => {
    const { resourceType } = resource as { resourceType: string };
    files.push([`package/${resourceType}-${i}.json`, JSON.stringify(resource)]);
  });
  return gzipSync(
    Buffer.concat([...files.map(([path, text]) => tarFile(path, Buffer.from(text))), Buffer.alloc(1024)]),
  );
}

export function tarFile(path: string, bytes: Buffer, kind = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(kind, 156);
  header.write('ustar\0', 257);
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
