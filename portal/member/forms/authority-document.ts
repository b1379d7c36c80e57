// The paper that lets somebody act for a member. The browser checks what it is and takes its hash; the paper itself goes to the plan
// on the way that its members know.

export const documentBytes_max = 10 * 1024 * 1024;

export type DocumentFault = 'document.missing' | 'document.too-large' | 'document.kind';

/** The first bytes of what is taken: PDF, JPEG, PNG. A name proves nothing. */
const beginnings: readonly (readonly number[])[] = [
  [0x25, 0x50, 0x44, 0x46, 0x2d],
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
];

export async function readDocument(
  file: File | undefined,
): Promise<{ sha256: string } | { fault: DocumentFault }> {
  if (!file || file.size === 0) return { fault: 'document.missing' };
  if (file.size > documentBytes_max) return { fault: 'document.too-large' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!beginnings.some((beginning) => beginning.every((byte, i) => bytes[i] === byte)))
    return { fault: 'document.kind' };
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}
