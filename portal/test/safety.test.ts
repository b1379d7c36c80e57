// The repository's rules about the portal, kept by a machine.
import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { type MessageFormatElement, parse } from '@formatjs/icu-messageformat-parser';
import type { AnyRoute } from '@tanstack/react-router';
import { describe, expect, test } from 'vitest';
import { documentHash, generatedSchema, schemaPath } from '../api/generated-schema.ts';
import en from '../i18n/messages/en.json' with { type: 'json' };
import es from '../i18n/messages/es.json' with { type: 'json' };
import { routeTree } from '../member/routes.tsx';

const portal = fileURLToPath(new URL('..', import.meta.url));
const files = readdirSync(portal, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(portal, `${entry.parentPath}/${entry.name}`));
const textOf = (path: string): string => readFileSync(portal + path, 'utf8');
/** What travels to the member. */
const client = files.filter(
  (path) => /^(member|ui|i18n|api)\/.*\.tsx?$/.test(path) && !/generate/.test(path),
);
const places = (paths: readonly string[], pattern: RegExp): string[] =>
  paths.filter((path) => pattern.test(textOf(path)));

/** Names of all that is filled in, through every branch of a message. */
const argumentsOf = (elements: readonly MessageFormatElement[]): string[] =>
  elements.flatMap((element) => [
    ...('value' in element && element.type !== 0 ? [element.value] : []),
    ...('options' in element
      ? Object.values(element.options).flatMap((option) => argumentsOf(option.value))
      : []),
  ]);

test('the portal is read at all', () => {
  expect(client.length).toBeGreaterThan(50);
});

describe('the client', () => {
  test('its types are those of the server’s document: npm run portal:api', async () => {
    const committed = readFileSync(schemaPath, 'utf8');
    expect(committed).toContain(documentHash());
    expect(committed).toBe(await generatedSchema());
  });

  test('nothing of the mock, of the tests or of the server travels to the member', () => {
    expect(places(client, /from '[^']*(?:mock-api|\/test\/|\.\.\/src\/|\/content\/)/)).toEqual([]);
    expect(places(client, /from 'node:/)).toEqual([]);
  });

  test('no markup from text, no style in markup, no storage, no third party', () => {
    expect(places(client, /dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|document\.write/)).toEqual(
      [],
    );
    expect(places(client, /\bstyle=/)).toEqual([]);
    expect(places(client, /localStorage|sessionStorage|indexedDB|document\.cookie/)).toEqual([]);
    expect(places(client, /https?:\/\/(?!www\.w3\.org)/)).toEqual([]);
    expect(textOf('member/index.html')).not.toMatch(/<style|style=|<script(?![^>]*src=)|https?:/);
  });

  test('only ui/ knows USWDS, nothing claims a government site, nobody uses a ComboBox', () => {
    const styles = files.filter((path) => /\.s?css$/.test(path));
    expect(places(styles, /uswds/).filter((path) => !path.startsWith('ui/styles/'))).toEqual([]);
    expect(places([...client, ...styles], /@uswds\/uswds|react-uswds/)).toEqual([]);
    expect(places([...client, ...styles], /usa-banner|GovBanner|combo-?box/i)).toEqual([]);
  });

  test('the server’s calls go through api/call.ts alone', () => {
    const others = client.filter((path) => path !== 'api/call.ts');
    expect(places(others, /\bfetch\(|XMLHttpRequest|sendBeacon/)).toEqual([]);
  });

  test('every code of refusal in the document has words', () => {
    const document = JSON.parse(textOf('api/openapi.json')) as {
      paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>;
    };
    const refusals = Object.values(document.paths).flatMap((calls) =>
      Object.values(calls).flatMap(({ responses }) => responses.default?.description ?? []),
    );
    expect(refusals.length).toBeGreaterThan(20);
    const codes = new Set(refusals.flatMap((words) => words.match(/[a-z]+(?:-[a-z]+)*(?=[,;.])/g) ?? []));
    expect(codes).toContain('text-changed');
    const errors = textOf('api/errors.ts');
    // These can only come from a fault of the client itself, and are spoken of as one.
    const ownFaults = /^(body|query|cursor)-|^csrf$|^idempotency|^if-match|^query-too-short$/;
    const silent = [...codes].filter(
      (code) => !ownFaults.test(code) && !errors.includes(`'${code}'`) && !errors.includes(`${code}:`),
    );
    expect(silent).toEqual([]);
  });
});

describe('words', () => {
  const places = (message: string) => [...new Set(argumentsOf(parse(message)))].sort();
  const keys = Object.keys(en) as (keyof typeof en)[];

  test('both languages have the same messages, with the same places in each', () => {
    expect(Object.keys(es)).toEqual(Object.keys(en));
    expect(keys.filter((key) => String(places(en[key])) !== String(places(es[key])))).toEqual([]);
  });

  test('no message is empty, and none stands untranslated but for names', () => {
    const same = keys.filter(
      (key) => en[key] === es[key] && /[a-z]{4}/.test(en[key].replace(/\{[^}]*\}/g, '')),
    );
    expect(same.filter((key) => !['No', 'Plan', 'Medicaid', 'Medicare Advantage'].includes(en[key]))).toEqual(
      [],
    );
    expect(keys.filter((key) => !en[key].trim() || !es[key].trim())).toEqual([]);
  });

  test('every message is used', () => {
    const code = client.map(textOf).join('\n');
    // `t(`kind.${kind}`)` uses all that begins and ends like it.
    const patterns = [...code.matchAll(/`((?:[a-z-]+\.)[^`]*\$\{[^`]*)`/g)].map(
      (match) =>
        new RegExp(
          `^${match[1]!
            .split(/\$\{[^}]*\}/)
            .map((part) => part.replace(/[.]/g, '\\.'))
            .join('[\\w-]+')}$`,
        ),
    );
    const unused = keys.filter(
      (key) => !code.includes(`'${key}'`) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  test('nothing shames, hurries or pushes', () => {
    const pushing =
      /don.t miss|hurry|last chance|are you sure|we.re sorry to see|recommended|\blose\b|no te pierdas|última oportunidad|recomendad|¿está segur/i;
    expect(keys.filter((key) => pushing.test(en[key]) || pushing.test(es[key]))).toEqual([]);
  });
});

describe('routes', () => {
  const routes = (Object.values(routeTree.children ?? {}) as AnyRoute[]).map(
    ({ options }) => options as AnyRoute['options'] & { path: string },
  );

  test('every route has a title of its own and says what lies above it', () => {
    expect(routes.length).toBeGreaterThan(15);
    for (const { path, staticData } of routes) {
      const facts = staticData?.page;
      expect([path, facts && facts.title in en]).toEqual([path, true]);
      const top = ['/', '/sign-in'].includes(path);
      expect([path, facts?.above.map(({ to }) => to)]).toEqual([path, top ? [] : ['/']]);
    }
    const titles = routes
      .map(({ staticData }) => staticData?.page?.title)
      .filter((title) => title !== 'stop.title');
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('no address carries anything about a person', () => {
    expect(routes.map(({ path }) => path).join(' ')).not.toMatch(/name|birth|member/i);
  });
});

describe('what is built', () => {
  const built = fileURLToPath(new URL('../../dist/portal/member/', import.meta.url));
  const page = readFileSync(`${built}index.html`, 'utf8');
  const assets = readdirSync(`${built}assets`);
  const gzipped = (name: string): number =>
    gzipSync(readFileSync(`${built}assets/${name}`), { level: 9 }).length;
  const kilo = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  const most = { firstLoadScriptBytes: 190_000, styleBytes: 25_000 };

  test('first load stays within its budget (spec: 190 kB, stretch 130; styles 25 kB)', () => {
    const first = [...page.matchAll(/assets\/([\w.-]+\.js)/g)].map((match) => match[1]!);
    const language = assets.find((name) => /^en-.*\.js$/.test(name))!;
    const script = [...new Set([...first, language])].reduce((sum, name) => sum + gzipped(name), 0);
    const all = assets.filter((name) => name.endsWith('.js')).reduce((sum, name) => sum + gzipped(name), 0);
    const style = assets
      .filter((name) => name.endsWith('.css'))
      .reduce((sum, name) => sum + gzipped(name), 0);
    process.stdout.write(
      `portal: first load ${kilo(script)} script, ${kilo(style)} style; all pages ${kilo(all)}\n`,
    );
    expect(script).toBeLessThanOrEqual(most.firstLoadScriptBytes);
    expect(style).toBeLessThanOrEqual(most.styleBytes);
  });

  test('what lies beside a file in short is the file', () => {
    const named = assets.filter((name) => /\.(js|css)$/.test(name));
    const bytes = (name: string) => readFileSync(`${built}assets/${name}`);
    expect(named.filter((name) => !bytes(name).equals(gunzipSync(bytes(`${name}.gz`))))).toEqual([]);
    expect(named.filter((name) => !bytes(name).equals(brotliDecompressSync(bytes(`${name}.br`))))).toEqual(
      [],
    );
  });

  test('the page is what its policy allows, and the mock is not in it', () => {
    expect(page).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=/);
    const scripts = assets
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(`${built}assets/${name}`, 'utf8'));
    expect(scripts.filter((script) => /mock-token|SAMPLE MEMBER/.test(script))).toEqual([]);
    expect(scripts.filter((script) => /\beval\(|new Function\(/.test(script))).toEqual([]);
  });
});
