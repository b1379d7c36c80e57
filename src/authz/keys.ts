/**
 * Our own signing keys: `token` keys sign access tokens, `client` keys sign the assertions with which we call partners.
 * Each is a private JWK in a file of mode 0600. Files are numbered, and a number can be taken once: processes that
 * start together agree on one key. A replaced key stays published and valid for a while.
 */
import { link, mkdir, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import { assert } from '../problem/problem.ts';

export type KeyPurpose = 'token' | 'client';
export type KeyAlg = 'ES384' | 'RS384';

export interface SigningKey {
  kid: string;
  alg: KeyAlg;
  privateKey: CryptoKey;
}

export interface Keys {
  /** The key to sign with now. */
  signing(purpose: KeyPurpose, alg?: KeyAlg): Promise<SigningKey>;
  /** The public token key of that kid; `undefined` when it is none of ours (any more). */
  tokenKey(kid: string): Promise<CryptoKey | undefined>;
  /** Every public key, for `/.well-known/jwks.json`. */
  publicJwks(): Promise<{ keys: JWK[] }>;
  /** Makes new keys of that purpose, and removes those that were replaced long ago. Returns the new kids. */
  rotate(purpose: KeyPurpose): Promise<string[]>;
}

/** A new client key is published this long before it signs, so that partners' copies of our JWKS know it. */
const clientKeyLead_seconds = 3600;
/** How long a replaced key stays published and accepted. */
const replacedKeyLife_seconds = 24 * 3600;
const rsaModulus_bits = 3072;

const algsOf: Record<KeyPurpose, readonly KeyAlg[]> = { token: ['ES384'], client: ['ES384', 'RS384'] };

interface StoredKey {
  purpose: KeyPurpose;
  alg: KeyAlg;
  generation: number;
  createdAt_ms: number;
  kid: string;
  publicJwk: JWK;
  publicKey: CryptoKey;
  privateKey: CryptoKey;
}

/** Opens the keys in `dir`, making what is missing. */
export async function openKeys(dir: string, clock: Clock, random: Random): Promise<Keys> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const known = new Map<string, StoredKey>();
  /** The directory is the truth: another process may have made a key a moment ago. A key file never changes. */
  const current = async (): Promise<StoredKey[]> => {
    const names = (await readdir(dir)).sort();
    for (const name of known.keys()) if (!names.includes(name)) known.delete(name);
    for (const name of names.filter((n) => !known.has(n))) {
      const key = await readKey(dir, name);
      if (key) known.set(name, key);
    }
    return names.flatMap((name) => known.get(name) ?? []);
  };
  const generations = async (purpose: KeyPurpose, alg: KeyAlg): Promise<StoredKey[]> =>
    (await current())
      .filter((key) => key.purpose === purpose && key.alg === alg)
      .sort((a, b) => b.generation - a.generation);

  for (const purpose of ['token', 'client'] as const) {
    for (const alg of algsOf[purpose]) {
      if ((await generations(purpose, alg)).length > 0) continue;
      await makeKey(dir, { purpose, alg, generation: 1 }, clock, random);
    }
  }

  return {
    signing: async (purpose, alg = 'ES384') => {
      const candidates = await generations(purpose, alg);
      const lead_ms = purpose === 'client' ? clientKeyLead_seconds * 1000 : 0;
      const now_ms = clock.now().getTime();
      const chosen = candidates.find((key) => key.createdAt_ms + lead_ms <= now_ms) ?? candidates.at(-1);
      assert(chosen, `a ${purpose} key of ${alg} exists`);
      return { kid: chosen.kid, alg: chosen.alg, privateKey: chosen.privateKey };
    },
    tokenKey: async (kid) => {
      const isIt = (key: StoredKey) => key.purpose === 'token' && key.kid === kid;
      return ([...known.values()].find(isIt) ?? (await current()).find(isIt))?.publicKey;
    },
    publicJwks: async () => ({ keys: (await current()).map((key) => key.publicJwk) }),
    rotate: async (purpose) => {
      const made: string[] = [];
      for (const alg of algsOf[purpose]) {
        const before = await generations(purpose, alg);
        await makeKey(dir, { purpose, alg, generation: (before[0]?.generation ?? 0) + 1 }, clock, random);
        await removeReplaced(dir, before, clock.now().getTime());
        made.push((await generations(purpose, alg))[0]!.kid);
      }
      return made;
    },
  };
}

const fileName = (key: Pick<StoredKey, 'purpose' | 'alg' | 'generation'>): string =>
  `${key.purpose}-${key.alg}-${String(key.generation).padStart(4, '0')}.json`;

/** Writes a new key under its number; when another process took the number first, its key is the one. */
async function makeKey(
  dir: string,
  key: Pick<StoredKey, 'purpose' | 'alg' | 'generation'>,
  clock: Clock,
  random: Random,
): Promise<void> {
  const { privateKey } = await generateKeyPair(key.alg, {
    extractable: true,
    modulusLength: rsaModulus_bits,
  });
  const jwk = await exportJWK(privateKey);
  const stored = {
    ...jwk,
    kid: await calculateJwkThumbprint(jwk),
    alg: key.alg,
    use: 'sig',
    created: clock.now().toISOString(),
  };
  const temporary = join(dir, `.${random.uuid()}`);
  await writeFile(temporary, JSON.stringify(stored, null, 2), { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(temporary, join(dir, fileName(key)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(temporary);
  }
}

/** `before`, newest first, were in use until now, or until the one before them was made. */
async function removeReplaced(dir: string, before: readonly StoredKey[], now_ms: number): Promise<void> {
  for (const [i, key] of before.entries()) {
    const replacedAt_ms = before[i - 1]?.createdAt_ms;
    if (replacedAt_ms !== undefined && now_ms - replacedAt_ms > replacedKeyLife_seconds * 1000) {
      await rm(join(dir, fileName(key)), { force: true });
    }
  }
}

async function readKey(dir: string, name: string): Promise<StoredKey | undefined> {
  const parts = /^(token|client)-(ES384|RS384)-(\d+)\.json$/.exec(name);
  if (!parts) return undefined;
  const alg = parts[2] as KeyAlg;
  const { created, ...jwk } = JSON.parse(await readFile(join(dir, name), 'utf8')) as JWK & {
    created: string;
  };
  const publicJwk = publicOf(jwk);
  return {
    purpose: parts[1] as KeyPurpose,
    alg,
    generation: Number(parts[3]),
    createdAt_ms: new Date(created).getTime(),
    kid: jwk.kid!,
    publicJwk,
    publicKey: (await importJWK(publicJwk, alg)) as CryptoKey,
    privateKey: (await importJWK(jwk, alg)) as CryptoKey,
  };
}

/** Named member by member, so that nothing private can slip through. */
function publicOf(jwk: JWK): JWK {
  const { kty, kid, alg, use, crv, x, y, n, e } = jwk;
  return Object.fromEntries(
    Object.entries({ kty, kid, alg, use, crv, x, y, n, e }).filter(([, value]) => value !== undefined),
  ) as JWK;
}
