import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'steps', include: ['test/**/*.steps.test.ts'] } },
      { extends: true, test: { name: 'real', include: ['test/real/**/*.test.ts'], globalSetup: './test/real/fetch-programs.ts' } },
    ],
    // Real programs take all of a core while they start, and then wait.
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 600_000,
    hookTimeout: 900_000,
  },
})
