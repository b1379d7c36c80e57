// Messages are parsed when the client is built, so that the ICU parser does not travel to the member.
import { parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

/** A message as it travels: plain words as they are, anything with arguments as its parsed form. */
function compiled(message: string): unknown {
  const elements = parse(message, { captureLocation: false });
  return elements.length === 1 && elements[0]!.type === 0 ? elements[0]!.value : elements;
}

/** Vite plugin: `i18n/messages/*.json` are compiled, and the parser in react-intl is replaced by one that throws. */
export const compiledMessages = (): Plugin => ({
  name: 'compiled-messages',
  enforce: 'pre',
  config: () => ({
    resolve: {
      alias: [
        {
          find: /^@formatjs\/icu-messageformat-parser$/,
          replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
        },
      ],
    },
  }),
  transform(code, id) {
    if (!/\/i18n\/messages\/\w+\.json$/.test(id)) return null;
    const messages = Object.entries(JSON.parse(code) as Record<string, string>);
    const parsed = Object.fromEntries(messages.map(([key, message]) => [key, compiled(message)]));
    return { code: `export default ${JSON.stringify(parsed)}`, map: null, moduleType: 'js' };
  },
});
