import { count_default, type Setting, settings } from './settings.ts';

/** The JSON Schema of `throughline.config.json`, as it is shipped in `config/`. */
export function configSchema(): object {
  const root: Node = {
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' } },
  };
  for (const setting of settings as readonly Setting[]) {
    const steps = setting.path.split('.');
    const leaf = steps.pop()!;
    let node = root;
    for (const step of steps) {
      node.properties[step] ??= {
        type: 'object',
        additionalProperties: false,
        properties: {},
      } satisfies Node;
      node = node.properties[step] as Node;
    }
    node.properties[leaf] = schemaOf(setting);
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Throughline configuration',
    ...root,
  };
}

interface Node {
  type: 'object';
  additionalProperties: false;
  properties: Record<string, object>;
}

function schemaOf(setting: Setting): object {
  const { description } = setting;
  const preset = setting.default === undefined ? {} : { default: setting.default };
  switch (setting.kind) {
    case 'text':
      return { type: 'string', minLength: 1, description, ...preset };
    case 'url':
      return { type: 'string', format: 'uri', pattern: '^https?://', description, ...preset };
    case 'npi':
      return { type: 'string', pattern: '^[0-9]{10}$', description, ...preset };
    case 'port':
      return { type: 'integer', minimum: 0, maximum: 65_535, description, ...preset };
    case 'count':
      return {
        type: 'integer',
        minimum: setting.least ?? count_default.least,
        maximum: setting.most ?? count_default.most,
        description,
        ...preset,
      };
    case 'share':
      return {
        type: 'number',
        minimum: setting.least ?? 0,
        maximum: setting.most ?? 1,
        description,
        ...preset,
      };
    case 'list':
      return {
        type: 'array',
        items: { enum: setting.choices },
        minItems: 1,
        uniqueItems: true,
        description,
        ...(setting.default !== undefined && { default: String(setting.default).split(',') }),
      };
    case 'flag':
      return { type: 'boolean', description, ...preset };
    case 'choice':
      return { enum: setting.choices, description, ...preset };
  }
}

/** The page of the reference that lists every setting. */
export function configPage(): string {
  const rows = (settings as readonly Setting[]).map((s) => {
    const preset = s.default === undefined ? 'none' : `\`${s.default}\``;
    const kind = s.choices
      ? (s.kind === 'list' ? 'some of ' : '') + s.choices.map((c) => `\`${c}\``).join(', ')
      : s.kind;
    return `| \`${s.path}\` | \`${s.env}\` | ${kind} | ${preset} | ${s.description}${s.secret ? ' **Secret**: never logged.' : ''} |`;
  });
  return `# Configuration

Every setting comes from, in rising order: its default, the file \`throughline.config.json\` in the working folder (or the
one that \`THROUGHLINE_CONFIG\` names), the environment. A key that is not in this table is an error. The file's JSON Schema is
\`config/throughline.config.schema.json\`.

| In the file | In the environment | Kind | Default | |
|---|---|---|---|---|
${rows.join('\n')}

\`\`\`json
{
  "$schema": "./node_modules/throughline/config/throughline.config.schema.json",
  "payer": { "name": "KindCover Health Insurance", "npi": "1987654328" },
  "baseUrl": "https://p2p.kindcover.example",
  "port": 8080
}
\`\`\`
`;
}
