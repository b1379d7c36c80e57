/** The public page about the exchange (422.121(b)(7)): plain HTML, works without scripts, prints on one page. */
import type { ConsentText } from '../../election/texts.ts';

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const words = {
  en: {
    other: 'Español',
    otherLang: 'es',
    start: 'Sign in to start',
    help: 'Questions? Call us',
    free: 'Language help is free. Call the same number.',
    print: 'You can print this page or ask us to mail it to you.',
    skip: 'Skip to main content',
  },
  es: {
    other: 'English',
    otherLang: 'en',
    start: 'Entrar para empezar',
    help: '¿Preguntas? Llámenos',
    free: 'La ayuda con el idioma es gratis. Llame al mismo número.',
    print: 'Puede imprimir esta página o pedirnos que se la enviemos por correo.',
    skip: 'Ir al contenido principal',
  },
} as const;

export function learnPage(text: ConsentText, payer: { name: string; phone: string }): string {
  const said = words[text.locale];
  const blocks = text.blocks.map(
    ({ heading, paragraphs }) =>
      `<section>${heading === undefined ? '' : `<h2>${escaped(heading)}</h2>`}${paragraphs
        .map((paragraph) => `<p>${escaped(paragraph)}</p>`)
        .join('')}</section>`,
  );
  const tel = payer.phone.replace(/[^+\d]/g, '');
  return `<!doctype html>
<html lang="${text.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(text.title)} | ${escaped(payer.name)}</title><link rel="stylesheet" href="/portal/learn.css"></head>
<body><a class="skip" href="#main">${said.skip}</a>
<header><strong>${escaped(payer.name)}</strong>
<a href="/portal/learn?lang=${said.otherLang}" lang="${said.otherLang}" hreflang="${said.otherLang}">${said.other}</a></header>
<main id="main" tabindex="-1"><h1>${escaped(text.title)}</h1>
${blocks.join('\n')}
<p class="start"><a class="button" href="/portal/login?lang=${text.locale}&amp;return=/portal/">${said.start}</a></p>
<p>${said.print}</p></main>
<footer><p>${said.help}: <a href="tel:${tel}">${escaped(payer.phone)}</a>. ${said.free}</p></footer></body></html>
`;
}

export const learnStyles = `
:root { color-scheme: light; }
body { margin: 0; font: 1.0625rem/1.6 "Source Sans Pro", "Source Sans 3", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: #1b1b1b; background: #fff; }
header, main, footer { max-width: 42rem; margin: 0 auto; padding: 1rem; }
header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; border-bottom: 1px solid #dfe1e2; }
header a { min-height: 2.75rem; display: inline-flex; align-items: center; }
h1 { font-size: 2rem; line-height: 1.2; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 2rem 0 .5rem; }
p { margin: 0 0 1rem; }
a { color: #005ea2; }
a:focus, main:focus { outline: .25rem solid #2491ff; outline-offset: 2px; }
main:focus { outline: none; }
.button { display: inline-block; padding: .75rem 1.25rem; min-height: 1.25rem; border-radius: .25rem; background: #005ea2; color: #fff; font-weight: 700; text-decoration: none; }
.button:hover { background: #1a4480; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: #fff; padding: .5rem; }
footer { border-top: 1px solid #dfe1e2; }
@media print { body { font-size: 9.5pt; line-height: 1.35; } .skip, .start, header a { display: none; } h1 { font-size: 16pt; margin: 0 0 6pt; } h2 { font-size: 11pt; margin: 6pt 0 2pt; } p { margin: 0 0 4pt; } header, main, footer { padding: 4pt 0; max-width: none; } }
`;
