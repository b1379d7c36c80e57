import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compiledMessages } from './build/compiled-messages.ts';
import { compressed } from './build/compressed.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const uswds = here('../node_modules/@uswds/uswds');

// Whoever builds, a test or a demo, gets the build that members get.
process.env.NODE_ENV = 'production';

const packages =
  /node_modules(?!.*(?:infiniteQuery|queriesObserver|useInfiniteQuery|useQueries|lazyRouteComponent))/i;

export default defineConfig({
  root: here('member'),
  base: '/portal/',
  cacheDir: here('../node_modules/.vite-portal'),
  plugins: [compiledMessages(), react(), compressed()],
  resolve: { alias: { '@uswds-img': `${uswds}/dist/img` } },
  css: { preprocessorOptions: { scss: { loadPaths: [`${uswds}/packages`], quietDeps: true } } },
  build: {
    outDir: here('../dist/portal/member'),
    emptyOutDir: true,
    assetsDir: 'assets',
    target: 'es2022',
    sourcemap: false,
    // A polyfill would be an inline script; the page's policy forbids those, and every browser of the target preloads.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What changes with its packages only stays in the member's cache when we release; what one page needs goes with that page.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'packages', test: packages }] } } },
  },
});
