// `npm run portal:look [folder] [name…]`: a picture of every scene, in both languages, on a phone and on a desk.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStage, type Size, visit } from './browser.ts';
import { arrive, scenes } from './scenes.ts';

const [folder = 'dist/portal/looks', ...wanted] = process.argv.slice(2);
const only = wanted.filter((word) => !word.includes('='));
const option = (name: string) => wanted.find((word) => word.startsWith(`${name}=`))?.split('=')[1];
const sizes = (option('size') ? [option('size')] : ['desk', 'phone']) as Size[];
const locales = (option('lang') ? [option('lang')] : ['en', 'es']) as ('en' | 'es')[];

mkdirSync(folder, { recursive: true });
const stage = await openStage();
for (const scene of scenes.filter(
  ({ name }) => only.length === 0 || only.some((word) => name.startsWith(word)),
))
  for (const locale of locales)
    for (const size of sizes) {
      const { page, context, broken } = await visit(stage, scene.path, { ...scene, size, locale });
      try {
        await arrive(page, scene);
      } catch (error) {
        broken.push(String(error).split('\n')[0]!);
      }
      await page.screenshot({ path: join(folder, `${scene.name}-${locale}-${size}.png`), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (broken.length > 0 || wide)
        process.stdout.write(
          `${scene.name} ${locale} ${size} ${wide ? 'too wide ' : ''}${broken.join(' | ')}\n`,
        );
      await context.close();
    }
await stage.close();
