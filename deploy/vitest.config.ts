import { defineConfig } from 'vitest/config'

/** What needs servers runs where `npm test` has started them. */
const served = process.env.LIREN_TEST_DB_URL && process.env.LIREN_TEST_REDIS_URL && process.env.LIREN_TEST_NGINX

export default defineConfig({
  test: {
    name: 'deploy',
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...(served ? [] : ['test/rolling.test.ts'])],
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
})
