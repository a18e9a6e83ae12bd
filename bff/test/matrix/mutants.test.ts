import type { AnyEndpoint } from '@liren/contract'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { describeStore } from '../stores.ts'
import { foreignCanaries } from './canary.ts'
import { askCell, type Cell, cellsOf, describeCell } from './cells.ts'
import { gates, type Mutant, type Patch, rooms, surfaceMutants } from './mutants.ts'
import { readPolicy } from './policy.ts'
import { buildStage, rowsFor, type Stage, stepUp } from './scene.ts'

/** Functions of the house behind switches: real until a mutant takes the place of one. */
const board = vi.hoisted(() => {
  const patches = new Map<string, Patch>()
  const known = new Set<string>()
  const behindSwitch = async (module: string, load: () => Promise<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(await load()).map(([name, value]) => {
        if (typeof value !== 'function' || /^class\b/.test(String(value))) return [name, value]
        known.add(`${module}#${name}`)
        const real = value as (...args: unknown[]) => unknown
        return [name, (...args: unknown[]) => (patches.get(`${module}#${name}`)?.(real) ?? real)(...(args as never[]))]
      }),
    )
  return { patches, known, behindSwitch }
})

vi.mock('../../src/kernel/http/access.ts', (load) => board.behindSwitch('access', load))
vi.mock('../../src/kernel/store/scope.ts', (load) => board.behindSwitch('scope', load))
vi.mock('../../src/kernel/identity/access.ts', (load) => board.behindSwitch('identity-access', load))
vi.mock('../../src/kernel/identity/guard.ts', (load) => board.behindSwitch('guard', load))
vi.mock('../../src/kernel/identity/principal.ts', (load) => board.behindSwitch('principal', load))
vi.mock('../../src/capabilities/repair/read.ts', (load) => board.behindSwitch('repair-read', load))
vi.mock('../../src/capabilities/repair/policy.ts', (load) => board.behindSwitch('repair-policy', load))
vi.mock('../../src/capabilities/place/read.ts', (load) => board.behindSwitch('place-read', load))
vi.mock('../../src/capabilities/household/review.ts', (load) => board.behindSwitch('household-review', load))
vi.mock('../../src/capabilities/household/staff.ts', (load) => board.behindSwitch('household-staff', load))
vi.mock('../../src/capabilities/household/claims.ts', (load) => board.behindSwitch('household-claims', load))
vi.mock('../../src/capabilities/household/members.ts', (load) => board.behindSwitch('household-members', load))
vi.mock('../../src/capabilities/household/policy.ts', (load) => board.behindSwitch('household-policy', load))
vi.mock('../../src/capabilities/user/list.ts', (load) => board.behindSwitch('user-list', load))
vi.mock('../../src/capabilities/device/read.ts', (load) => board.behindSwitch('device-read', load))
vi.mock('../../src/capabilities/alarm/load.ts', (load) => board.behindSwitch('alarm-load', load))
vi.mock('../../src/capabilities/rule/write.ts', (load) => board.behindSwitch('rule-write', load))
vi.mock('../../src/capabilities/rule/list.ts', (load) => board.behindSwitch('rule-list', load))
vi.mock('../../src/capabilities/visit/tasks.ts', (load) => board.behindSwitch('visit-tasks', load))
vi.mock('../../src/capabilities/visit/plans.ts', (load) => board.behindSwitch('visit-plans', load))
vi.mock('../../src/capabilities/map/overlay/row.ts', (load) => board.behindSwitch('map-overlays', load))
vi.mock('../../src/capabilities/map/overlay/read.ts', (load) => board.behindSwitch('map-overlay-read', load))
vi.mock('../../src/capabilities/map/mesh/row.ts', (load) => board.behindSwitch('map-meshes', load))
vi.mock('../../src/capabilities/map/mesh/read.ts', (load) => board.behindSwitch('map-mesh-read', load))
vi.mock('../../src/capabilities/map/life/building.ts', (load) => board.behindSwitch('map-life-building', load))
vi.mock('../../src/capabilities/map/life/row.ts', (load) => board.behindSwitch('map-life-row', load))
vi.mock('../../src/capabilities/map/features.ts', (load) => board.behindSwitch('map-features', load))
vi.mock('../../src/capabilities/housekeeper/desk.ts', (load) => board.behindSwitch('housekeeper-desk', load))
vi.mock('../../src/capabilities/certificate/read.ts', (load) => board.behindSwitch('certificate-read', load))
vi.mock('../../src/capabilities/duplicate/row.ts', (load) => board.behindSwitch('duplicate-row', load))
vi.mock('../../src/capabilities/rights/row.ts', (load) => board.behindSwitch('rights-row', load))
vi.mock('../../src/capabilities/retention/holds.ts', (load) => board.behindSwitch('retention-holds', load))
vi.mock('../../src/capabilities/entry/recorders.ts', (load) => board.behindSwitch('entry-recorders', load))
vi.mock('../../src/capabilities/entry/papers.ts', (load) => board.behindSwitch('entry-papers', load))
vi.mock('../../src/capabilities/custom/rows.ts', (load) => board.behindSwitch('custom-rows', load))
vi.mock('../../src/capabilities/workbook/imports/imports.ts', (load) => board.behindSwitch('workbook-imports', load))
vi.mock('../../src/capabilities/workbook/exports/exports.ts', (load) => board.behindSwitch('workbook-exports', load))
vi.mock('../../src/engines/archive/find.ts', (load) => board.behindSwitch('archive-find', load))
vi.mock('../../src/capabilities/file/read.ts', (load) => board.behindSwitch('file-read', load))
vi.mock('../../src/capabilities/file/links.ts', (load) => board.behindSwitch('file-links', load))

const capabilityOf = (endpoint: AnyEndpoint) => endpoint.id.split('.')[0] as string

describeStore('sqlite', 'the authorisation matrix bites', (open) => {
  const policy = readPolicy()
  let stage: Stage

  beforeAll(async () => {
    stage = await buildStage(open)
    // a cached answer would hide what a mutant does
    Object.assign(stage.app.kernel.cache, { get: async () => undefined })
  }, 120_000)
  afterAll(() => stage?.app.close())

  const ofSurfaces = () => surfaceMutants(stage.endpoints, (endpoint) => rowsFor(endpoint, stage.rows).length > 0)

  /** People in turn, so that every kind of them meets every surface early. */
  const cellsFor = (mutant: Mutant): Cell[] => {
    const cells = cellsOf(stage, (endpoint) => !mutant.in || mutant.in.includes(capabilityOf(endpoint)))
    const spread = (index: number) => (index * 7919) % cells.length
    return cells.map((_, index) => cells[spread(index)] as Cell)
  }

  /** What gives the mutant away, or undefined when it is not noticed. */
  async function caught(mutant: Mutant, cells = cellsFor(mutant)): Promise<string | undefined> {
    await stage.app.clock.advance(3_000)
    await stepUp(stage.app, stage.scene.people)
    board.patches.set(mutant.at, mutant.patch)
    try {
      for (const cell of cells) {
        const outcome = await askCell(stage, policy, cell)
        if (outcome.expected !== outcome.got) return describeCell(outcome)
        const [foreign] = foreignCanaries({ policy, people: stage.scene.people, rows: stage.rows }, [outcome])
        if (foreign) return foreign
      }
      return undefined
    } finally {
      board.patches.clear()
    }
  }

  it('knows every function that a mutant takes the place of', () => {
    const all = [...gates, ...rooms, ...ofSurfaces()]
    expect(new Set(all.map((mutant) => mutant.name)).size).toBe(all.length)
    expect(all.length).toBeGreaterThanOrEqual(60)
    expect(all.map((mutant) => mutant.at).filter((at) => !board.known.has(at))).toEqual([])
  })

  /** All gates and a third of the rest; LIREN_TEST_MUTANTS=all tries every one, `=visit,rights` those of some rooms. */
  it('catches every mutant', async () => {
    const all = [...gates, ...rooms, ...ofSurfaces()]
    const wanted = process.env.LIREN_TEST_MUTANTS
    const third = (_: Mutant, index: number) => index % 3 === 0
    const tried =
      wanted === undefined
        ? [...gates, ...[...rooms, ...ofSurfaces()].filter(third)]
        : all.filter(({ at }) => wanted === 'all' || wanted.split(',').some((room) => at.startsWith(room)))
    expect(tried.length).toBeGreaterThan(0)
    const survivors: string[] = []
    for (const mutant of tried) if ((await caught(mutant)) === undefined) survivors.push(mutant.name)
    expect(survivors).toEqual([])
  }, 3_600_000)

  it('finds nothing any more when all of them are gone', async () => {
    const nothing: Mutant = { name: 'none', at: 'none', patch: (real) => real }
    // the trail rightly goes on telling what was done while a gate was broken
    const cells = cellsFor(nothing).filter((cell, index) => index % 4 === 0 && capabilityOf(cell.endpoint) !== 'audit')
    expect(await caught(nothing, cells)).toBeUndefined()
  }, 300_000)
})
