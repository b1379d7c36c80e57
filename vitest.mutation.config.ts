import { defineConfig } from 'vitest/config';

/** The tests of what decides, without a database: what the mutants of `stryker.config.json` are run against. */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    include: [
      'src/consent/decide.test.ts',
      'src/consent/invariants.test.ts',
      'src/consent/authority.test.ts',
      'src/sensitivity/**/*.test.ts',
    ],
    // Real data by the hundred thousand: minutes for each mutant.
    exclude: ['**/oracles.test.ts', '**/prescan.test.ts'],
  },
});
