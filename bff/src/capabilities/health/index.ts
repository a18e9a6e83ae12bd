import { text } from '@liren/contract'
import { health as contract, type HealthPart, healthParts } from '@liren/contract/capabilities/health'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { filesCheck, searchCheck } from '../../kernel/health/checks.ts'
import { type CheckResult, type HealthState, houseHealth } from '../../kernel/health/health.ts'
import { route } from '../../kernel/http/route.ts'
import { version } from '../../kernel/version.ts'
import { backupCheck } from '../backup/read.ts'
import { bridgeCheck } from '../bridge/read.ts'
import { modelCheck } from '../product/read.ts'
import { ruleCheck } from '../rule/read.ts'
import { isSetUp } from '../setup/read.ts'

const e = contract.endpoints
const emergencyPhone = '100-0000-0110'

/** How the house does, for those who keep it, and what it is, for everybody. */
export const health: CapabilityFactory = (kernel) => {
  const startedAt = kernel.clock.now()
  const checked = houseHealth(
    kernel,
    [backupCheck, bridgeCheck, filesCheck, searchCheck, ruleCheck, modelCheck].map((check) => check(kernel)),
  )

  return {
    contract,
    routes: [
      route(e.read, async () => {
        const { state, checks } = await checked.read()
        const memory = process.memoryUsage()
        return {
          state,
          version,
          startedAt: new Date(startedAt).toISOString(),
          mode: kernel.config.mode,
          parts: partsOf(checks),
          checks: checks.map(({ name, part, text: of, state: now, detail, since }) => ({
            name,
            part,
            text: of,
            state: now,
            detail,
            since: new Date(since).toISOString(),
          })),
          figures: [
            { name: 'memory', text: text('内存', 'Memory'), value: Math.round(memory.rss / 1024 / 1024), unit: 'MB' },
            {
              name: 'uptime',
              text: text('运行时长', 'Running for'),
              value: Math.round((kernel.clock.now() - startedAt) / 60_000),
              unit: 'min',
            },
            {
              name: 'interfaces',
              text: text('接口', 'Interfaces'),
              value: kernel.surface.capabilities.reduce((sum, one) => sum + one.routes.length, 0),
              unit: '',
            },
          ],
        }
      }),

      route(e.about, async () => ({
        name: text('里仁智慧社区', 'Liren'),
        version,
        isDemo: kernel.config.LIREN_DEMO,
        simulated: [...kernel.simulated],
        setupNeeded: !kernel.config.LIREN_DEMO && !(await isSetUp(kernel)),
        emergencyPhone,
      })),
    ],
  }
}

const worse: readonly HealthState[] = ['good', 'degraded', 'bad']

const partsOf = (checks: readonly CheckResult[]) =>
  (Object.keys(healthParts) as HealthPart[]).map((name) => {
    const states = checks.filter(({ part }) => part === name).map(({ state }) => worse.indexOf(state))
    return { name, text: healthParts[name], state: worse[Math.max(0, ...states)] ?? 'good' }
  })
