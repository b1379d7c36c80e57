// `npm run portal:api` makes schema.ts from openapi.json; a test compares them, so that the client is never behind the server.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generatedSchema, schemaPath } from './generated-schema.ts';

writeFileSync(fileURLToPath(schemaPath), await generatedSchema());
