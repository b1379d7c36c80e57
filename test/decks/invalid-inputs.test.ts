// Protects the verdicts on data that others collected to break validators. invalid-inputs.json says what we find in each, and
// why where that differs from the reference (HL7's validator, or the collection's own suggestion). Judging stays bounded.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { validateFile } from '../../src/validation/files.ts';
import { openReport, type ValidationReport } from '../../src/validation/report.ts';
import { type Validator, validatorOf } from '../../src/validation/validator.ts';
import { hasPackages, openTestPackages } from '../env/fhir-packages.ts';

interface Deck {
  'hl7-validator-cases': Record<
    string,
    { verdict: 'valid' | 'invalid'; errors: number; reference: number; why?: string }
  >;
  'bulk-mutations': Record<
    string,
    { unreadable?: true; resources?: number; invalid: Record<string, string[]>; why?: string }
  >;
}

const inputs = fileURLToPath(new URL('../../../shared/data/invalid-inputs/', import.meta.url));
const isHere = hasPackages && existsSync(inputs);
if (!isHere)
  process.stderr.write('invalid-inputs.test.ts: no invalid inputs beside the repository, skipped\n');

const deck = JSON.parse(readFileSync(new URL('./invalid-inputs.json', import.meta.url), 'utf8')) as Deck;

let validator: Validator;
beforeAll(() => {
  if (isHere) validator = validatorOf(openTestPackages().definitions, 'hl7.fhir.us.core#6.1.0');
}, 120_000);

async function judged(file: string): Promise<ValidationReport | undefined> {
  const reporter = openReport();
  const isReadable = await validateFile(inputs + file, validator, reporter, undefined).then(
    () => true,
    () => false,
  );
  return isReadable ? reporter.report(true) : undefined;
}

const errorsOf = (report: ValidationReport) =>
  (report.issues ?? []).filter(({ severity }) => severity === 'error');

describe.runIf(isHere)('inputs of the HL7 validator', () => {
  const cases = isHere
    ? (JSON.parse(readFileSync(`${inputs}hl7-validator-cases/manifest.json`, 'utf8')) as {
        name: string;
        file: string;
        java_errors: number;
      }[])
    : [];

  test('all have a verdict of ours, and a reason where it is not the reference’s', () => {
    expect(Object.keys(deck['hl7-validator-cases']).sort()).toEqual(cases.map(({ name }) => name).sort());
    for (const [name, { verdict, reference, why }] of Object.entries(deck['hl7-validator-cases']))
      expect([name, why !== undefined]).toEqual([name, (verdict === 'invalid') !== reference > 0]);
  });

  test.each(cases)('$name', async ({ name, file, java_errors }) => {
    const report = await judged(`hl7-validator-cases/${file}`);
    const expected = deck['hl7-validator-cases'][name]!;
    expect({
      verdict: report!.invalid > 0 ? 'invalid' : 'valid',
      errors: errorsOf(report!).length,
      reference: java_errors,
    }).toEqual({ verdict: expected.verdict, errors: expected.errors, reference: expected.reference });
  });
});

describe.runIf(isHere)('broken bulk files', () => {
  test.each(Object.entries(deck['bulk-mutations']))('%s', async (file, expected) => {
    const report = await judged(`bulk-mutations/${file}`);
    if (expected.unreadable) {
      expect(report).toBeUndefined();
      return;
    }
    const byLine: Record<string, string[]> = {};
    for (const { line, rule } of errorsOf(report!))
      byLine[line] = [...new Set([...(byLine[line] ?? []), rule])].sort();
    expect({ resources: report!.resources, invalid: byLine }).toEqual({
      resources: expected.resources,
      invalid: expected.invalid,
    });
  });
});

/** Where a line of the primitives is judged otherwise than its collector did. */
const otherwise: readonly [file: RegExp, line: string, why: string][] = [
  [/\.valid/, 'null', 'null is no value in FHIR’s JSON (json.html#null): there it stands for an absent one'],
  [/(integer|_int)\.invalid/, '1.0', 'JSON has one kind of number: 1.0 is 1'],
  [/reference\.valid/, '{"reference": "#p1"}', 'what a contained reference points to must be there (ref-1)'],
  [/xhtml\.valid/, '""', 'a narrative is one div with content (txt-1, txt-2)'],
];

describe.runIf(isHere)('primitives', () => {
  const files = isHere ? readdirSync(`${inputs}google-r4-primitives`) : [];
  test.each(files)('%s', (file) => {
    const [name = '', expected] = file.split('.');
    const type = name.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
    for (const line of readFileSync(`${inputs}google-r4-primitives/${file}`, 'utf8').split('\n')) {
      if (line.trim() === '' || !isJson(line)) continue;
      const value: unknown = JSON.parse(line);
      const resource =
        type === 'Xhtml'
          ? { resourceType: 'Basic', code: { text: 'any' }, text: { status: 'generated', div: value } }
          : { resourceType: 'Parameters', parameter: [{ name: 'any', [`value${type}`]: value }] };
      const differs = otherwise.some(([files, text]) => files.test(file) && text === line.trim());
      const isValid = (expected === 'valid') !== differs;
      expect([line, validator.validate(resource).valid]).toEqual([line, isValid]);
    }
  });
});

/** What is no JSON never comes as far as a primitive. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
