/** Narrative that would do something when shown (R4 narrative, txt-1: formatting elements only). */
const active =
  /<\s*\/?\s*(?:script|iframe|frame|object|embed|applet|form|input|button|textarea|select|base|link|meta|head|body|style|svg|math|video|audio|source|template)\b|<[^>]*\son\w+\s*=|(?:javascript|vbscript)\s*:|data\s*:\s*text\/html|<!(?:DOCTYPE|ENTITY|\[CDATA)|<\?/i;

/** Whether a narrative's `div` holds active content. It is dropped, never cleaned: what is half understood is not safe. */
export const isActiveNarrative = (div: string): boolean => active.test(div);
