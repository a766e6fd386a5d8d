import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/random.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores are the machine this suite is sized for.
    maxWorkers: 2,
  },
})
