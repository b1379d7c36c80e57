import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';

/** Makes text unreadable and unforgeable for everybody else, and reads it again. */
export interface Seal {
  seal(text: string): string;
  /** Undefined: not sealed by this secret, or altered. */
  open(token: string): string | undefined;
}

const tag_bytes = 16;
/** Longest token that is looked at. */
const token_max = 16_384;

/**
 * A seal under a secret of the deployment (any length). The tag over the text is also the counter's start (a synthetic
 * initialization vector): no randomness is needed, and one text has one token.
 */
export function openSeal(secret: Buffer): Seal {
  const key = (purpose: string) => createHmac('sha256', secret).update(`search link: ${purpose}`).digest();
  const [tagKey, textKey] = [key('tag'), key('text')];
  const tagOf = (text: Buffer) => createHmac('sha256', tagKey).update(text).digest().subarray(0, tag_bytes);
  return {
    seal: (text) => {
      const plain = Buffer.from(text);
      const tag = tagOf(plain);
      const cipher = createCipheriv('aes-256-ctr', textKey, tag);
      return Buffer.concat([tag, cipher.update(plain), cipher.final()]).toString('base64url');
    },
    open: (token) => {
      if (token.length > token_max || !/^[\w-]+$/.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length < tag_bytes) return undefined;
      const tag = bytes.subarray(0, tag_bytes);
      const decipher = createDecipheriv('aes-256-ctr', textKey, tag);
      const plain = Buffer.concat([decipher.update(bytes.subarray(tag_bytes)), decipher.final()]);
      return timingSafeEqual(tagOf(plain), tag) ? plain.toString() : undefined;
    },
  };
}
