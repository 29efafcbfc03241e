import { defineConfig } from 'vitest/config'

// The package as a person gets it; `npm run build` comes first.
export default defineConfig({
  test: {
    include: ['test/smoke/**/*.test.ts'],
    globalSetup: 'test/smoke/pack.ts',
    // The Nodes and npms are fetched once.
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
})
