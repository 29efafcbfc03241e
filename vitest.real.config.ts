import { defineConfig } from 'vitest/config'

// Real programs are slow to start and share two cores: one file at a time.
export default defineConfig({
  test: {
    include: ['test/**/*.steps.test.ts', 'test/real/**/*.test.ts'],
    fileParallelism: false,
    maxConcurrency: 2,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
})
