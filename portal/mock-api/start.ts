// `npm run portal:mock`: the built portal with the mock API, for looking at pages by hand.
import { mockServer } from './server.ts';

const port = Number(process.argv[2] ?? 5199);
mockServer().listen(port, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${port}/portal/login?user=john\n`);
});
