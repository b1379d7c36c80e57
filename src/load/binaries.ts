import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject, parseJson, printJson, textOf } from '../fhir/lossless.ts';
import { binariesOf, type Document, withDocuments } from '../release/attachments.ts';

/** Documents larger than this stay where they are: a line of the export holds a whole document. */
const documentBytes_max = 12 * 1024 * 1024;
/** Documents of one load, by number. Their content is on disk. */
const documents_max = 1_000_000;

/** The Binaries of a load, until what refers to them comes by. */
export interface Binaries {
  /** False: it is no document that can be put into what refers to it. */
  add(binary: JsonObject): Promise<boolean>;
  /** The line with the documents that it refers to put in; the line itself where there are none. */
  filledIn(line: Buffer): Promise<Buffer>;
  close(): Promise<void>;
}

interface Kept {
  at: number;
  characters: number;
  contentType: string;
  bytes: number;
}

/** @param dir a folder of this load's own */
export async function openBinaries(dir: string): Promise<Binaries> {
  const kept = new Map<string, Kept>();
  let file: FileHandle | undefined;
  let end = 0;
  const read = async ({ at, characters, contentType, bytes }: Kept): Promise<Document> => {
    const data = Buffer.alloc(characters);
    await file!.read(data, 0, characters, at);
    return { contentType, bytes, data: data.toString('latin1') };
  };
  return {
    async add({ id, contentType, data }) {
      const [name, type, content] = [textOf(id), textOf(contentType), textOf(data)];
      if (name === undefined || type === undefined || content === undefined) return false;
      const base64 = content.replaceAll(/\s/g, '');
      const bytes = Buffer.byteLength(base64, 'base64');
      if (bytes > documentBytes_max || kept.size >= documents_max) return false;
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) return false;
      file ??= await open(join(dir, 'binaries'), 'w+', 0o600);
      await file.write(base64, end, 'latin1');
      kept.set(name, { at: end, characters: base64.length, contentType: type, bytes });
      end += base64.length;
      return true;
    },
    async filledIn(line) {
      if (kept.size === 0 || !line.includes('Binary/')) return line;
      const parsed = parseJson(line.toString());
      if (!('value' in parsed) || !isObject(parsed.value)) return line;
      const documents = new Map<string, Document>();
      for (const id of binariesOf(parsed.value)) {
        const found = kept.get(id);
        if (found) documents.set(id, await read(found));
      }
      return documents.size === 0 ? line : Buffer.from(printJson(withDocuments(parsed.value, documents)));
    },
    close: async () => file?.close(),
  };
}
