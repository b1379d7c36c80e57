import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'portal/test/real/*.e2e.ts'],
          globalSetup: ['test/env/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'portal',
          include: ['portal/**/*.test.ts', 'portal/test/e2e/*.e2e.ts'],
          globalSetup: ['portal/test/built.ts'],
        },
      },
    ],
  },
});
