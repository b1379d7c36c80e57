import type { Check } from './check.ts';

/** Elements and attributes of narrative (narrative.html#xhtml, txt-1). */
const elements = new Set(
  `a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre
  q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var`.split(/\s+/),
);
const attributes = new Set(
  `abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite
  class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel rev rowspan
  rules scope shape span src start style summary tabindex title type valign value vspace width xmlns xml:lang`.split(
    /\s+/,
  ),
);
const void_ = new Set(['br', 'col', 'hr', 'img']);

// One tag; every part has a stop of its own, so it runs in linear time.
const tag = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const attribute = /([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const depth_max = 200;

/** Narrative is one well-formed `div` of plain formatting (txt-1), and says something (txt-2). */
export const narrativeCheck: Check = (value, run) => {
  if (typeof value !== 'string') {
    run.error('value', 'primitive', 'This is no xhtml.');
    return;
  }
  const wrong = narrativeFault(value.trim());
  if (wrong === 'empty') run.error('invariant', 'txt-2', 'The narrative says nothing.');
  else if (wrong) run.error('invariant', 'txt-1', `The narrative ${wrong}.`);
};

function narrativeFault(text: string): string | undefined {
  if (!/^<div[\s>]/.test(text)) return 'is not one div';
  const open: string[] = [];
  let says = false;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const between = text.slice(at, next < 0 ? text.length : next);
    if (between.trim() !== '') {
      if (open.length === 0) return 'goes on after its div';
      says = true;
    }
    if (next < 0) break;
    at = next;
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at);
      if (end < 0) return 'is not well-formed';
      at = end + 3;
      continue;
    }
    if (at > 0 && open.length === 0) return 'is not one div';
    tag.lastIndex = at;
    const match = tag.exec(text);
    if (!match) return 'is not well-formed';
    at = tag.lastIndex;
    const [, closing, name, inner, selfClosing] = match;
    if (!elements.has(name!)) return 'has elements that are not allowed';
    if (name === 'img') says = true;
    if (closing) {
      if (open.pop() !== name) return 'is not well-formed';
    } else {
      if (hasForbidden(inner!)) return 'has attributes that are not allowed';
      if (!selfClosing) {
        if (void_.has(name!)) return 'is not well-formed';
        open.push(name!);
      }
      if (open.length > depth_max) return 'nests too deep';
    }
  }
  if (open.length > 0) return 'is not well-formed';
  return says ? undefined : 'empty';
}

function hasForbidden(inner: string): boolean {
  for (const [, name, quoted, single] of inner.matchAll(attribute)) {
    if (!attributes.has(name!.toLowerCase())) return true;
    if (/^\s*(javascript|vbscript|data:text)/i.test(quoted ?? single ?? '')) return true;
  }
  return false;
}
