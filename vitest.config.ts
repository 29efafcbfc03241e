import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Scripts that are interrupted at every step start hundreds of programs: they are with the real ones.
    // Those of the package want it built.
    exclude: ['test/smoke/**', 'test/real/**', 'test/**/*.steps.test.ts'],
    globalSetup: './test/support/one-folder.ts',
    // Ten times what a test takes on two idle cores: they may be busy.
    testTimeout: 60_000,
    // Many tests wait for a process or a socket; vitest would leave one of two cores idle.
    maxWorkers: '150%',
    // No test changes a module for another one, and loading everything anew for each file takes a third of the time.
    isolate: false,
  },
})
