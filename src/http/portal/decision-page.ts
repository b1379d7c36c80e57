/** What the member saw and said, to be printed: the words as shown, who, when, how, and the hash that holds them. */

import { parseText } from '../../election/texts.ts';
import type { SeenDecision } from '../../portal/decision-views.ts';
import { escaped } from './learn-page.ts';

const words = {
  en: {
    title: 'Your decision',
    number: 'Number',
    when: 'Date and time',
    what: 'What you decided',
    plans: 'Plans',
    scope: 'Records',
    until: 'Ends on',
    signed: 'Signed',
    channel: 'How',
    shown: 'What you saw',
    version: 'Text',
    kinds: { 'opt-in': 'Yes', change: 'Changed', withdraw: 'Stopped', decline: 'No', defer: 'Not now' },
    scopes: { all: 'All records', regular: 'Without sensitive records' },
  },
  es: {
    title: 'Su decisión',
    number: 'Número',
    when: 'Fecha y hora',
    what: 'Lo que decidió',
    plans: 'Planes',
    scope: 'Datos',
    until: 'Termina el',
    signed: 'Firma',
    channel: 'Cómo',
    shown: 'Lo que vio',
    version: 'Texto',
    kinds: { 'opt-in': 'Sí', change: 'Cambió', withdraw: 'Paró', decline: 'No', defer: 'Ahora no' },
    scopes: { all: 'Todos los datos', regular: 'Sin datos delicados' },
  },
} as const;

export function decisionPage(
  { decision: d, source }: SeenDecision,
  payerName: string,
  locale: 'en' | 'es',
): string {
  const said = words[locale];
  const rows: [string, string | null][] = [
    [said.number, d.number],
    [said.when, d.decidedAt.toISOString()],
    [said.what, said.kinds[d.kind]],
    [said.plans, d.plans.join(', ') || null],
    [said.scope, d.scope === null ? null : said.scopes[d.scope]],
    [said.until, d.effectiveEnd],
    [said.signed, d.typedName],
    [said.channel, `${d.channel}, ${d.method}`],
    [
      said.version,
      d.textSha256 === null
        ? null
        : `${d.textId} ${d.textVersion} ${d.locale}, SHA-256 ${d.textSha256.toString('hex')}`,
    ],
  ];
  const shown = source === null ? undefined : parseText(source);
  const blocks = shown?.blocks.map(
    ({ heading, paragraphs }) =>
      `<h3>${escaped(heading ?? '')}</h3>${paragraphs.map((p) => `<p>${escaped(p)}</p>`).join('')}`,
  );
  const scope = d.scope === null ? undefined : shown?.keySentences[d.scope];
  const sign = shown?.keySentences.sign;
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${said.title} ${escaped(d.number)} | ${escaped(payerName)}</title><link rel="stylesheet" href="/portal/learn.css"></head>
<body><header><strong>${escaped(payerName)}</strong></header><main><h1>${said.title}</h1>
<dl>${rows
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<dt><strong>${name}</strong></dt><dd>${escaped(value!)}</dd>`)
    .join('')}</dl>
${shown ? `<h2>${said.shown}</h2><section lang="${d.locale ?? locale}"><h2>${escaped(shown.title)}</h2>${blocks!.join('\n')}${scope ? `<p>${escaped(scope)}</p>` : ''}${sign ? `<p>${escaped(sign)}</p>` : ''}</section>` : ''}
</main></body></html>
`;
}
