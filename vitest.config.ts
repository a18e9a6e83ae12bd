import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

/** One project per package, tests beside source. A package with a config of its own is taken as it is. */
function packageProject(name: string, environment: 'node' | 'jsdom' = 'node'): TestProjectConfiguration {
  const own = `${name}/vitest.config.ts`
  if (existsSync(`${root}${own}`)) return own
  return {
    extends: true,
    test: { name, environment, include: [`${name}/{src,test,migrations}/**/*.test.{ts,tsx}`] },
  }
}

/** Suites that drive Chromium: one file at a time, with patience. */
function browserProject(name: string, include: string): TestProjectConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: [include],
      fileParallelism: false,
      maxWorkers: 1,
      testTimeout: 180_000,
      hookTimeout: 300_000,
      // a screen answers when it can; what never comes fails in good time
      expect: { poll: { timeout: 60_000 } },
      // builds what is missing and seeds one community that every house starts with
      globalSetup: 'e2e/src/seeded.ts',
    },
  }
}

export default defineConfig({
  test: {
    // bounds for a busy machine; nothing waits for them
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // a test mostly waits: on two cores, two files at a time leave neither of them idle
    maxWorkers: Math.max(2, availableParallelism() - 1),
    exclude: ['**/node_modules/**', '**/dist/**'],
    projects: [
      packageProject('contract'),
      packageProject('client'),
      packageProject('bff'),
      packageProject('device-bridge'),
      packageProject('simulators'),
      packageProject('tools'),
      packageProject('bench'),
      packageProject('admin', 'jsdom'),
      packageProject('miniapp', 'jsdom'),
      packageProject('h5'),
      packageProject('deploy'),
      { extends: true, test: { name: 'e2e', include: ['e2e/src/**/*.test.ts'] } },
      browserProject('browser', 'e2e/test/browser/**/*.test.ts'),
      browserProject('weapp', 'e2e/test/weapp/**/*.test.ts'),
    ],
  },
})
