import { defineConfig } from 'vitest/config'

// As many files as cores: real programs take long to start, and then wait.
export default defineConfig({
  test: {
    include: ['test/**/*.steps.test.ts', 'test/real/**/*.test.ts'],
    globalSetup: './test/real/fetch-programs.ts',
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 600_000,
    hookTimeout: 900_000,
  },
})
