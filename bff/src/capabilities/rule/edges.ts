import type { EdgeRule, RulesAnswer } from '@liren/contract/device-rules'
import { compileEdge, type World } from '../../engines/rule/edge.ts'
import { offsetMinutes } from '../../engines/rule/given.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere, type KnownDevice } from '../device/read.ts'
import { releasedModels } from '../product/read.ts'
import { aroundPath } from './act.ts'
import { pages, readBook, turnPage } from './book.ts'

/** Rules with the number of their content and the devices for which a bridge runs them. */
export type TakenRules = Readonly<Record<string, { readonly n: number; readonly d: readonly string[] }>>

interface BridgeSet {
  readonly digest: string
  readonly rules: readonly EdgeRule[]
  readonly index: TakenRules
}
interface Kept {
  readonly key: string
  readonly sets: ReadonlyMap<string, BridgeSet>
}
const kept = new WeakMap<Kernel, Kept>()

/** More rules than a bridge takes stay with the house. */
const mostForBridge = 500
const mostDevices = 50_000

/** What every bridge can run by itself; reckoned again only when rules or devices changed. */
async function allSets(kernel: Kernel, tx: Tx): Promise<ReadonlyMap<string, BridgeSet>> {
  const [row] = await kernel.store.rows<{ sum: number | null }>(
    "SELECT SUM(value) AS sum FROM counters WHERE name = ? OR name LIKE 'bridge-register:%'",
    [pages],
    tx,
  )
  const key = String(row?.sum ?? 0)
  const before = kept.get(kernel)
  if (before?.key === key) return before.sets
  const { book } = await readBook(kernel, tx)
  const compiled = book.rules.size === 0 ? [] : compileEdge([...book.rules.values()], await worldOf(kernel, tx))
  const sets = new Map<string, { rules: EdgeRule[]; index: Record<string, { n: number; d: string[] }> }>()
  for (const { rule, deviceId, bridgeId } of compiled) {
    const set = sets.get(bridgeId) ?? { rules: [], index: {} }
    sets.set(bridgeId, set)
    if (set.rules.length >= mostForBridge) continue
    set.rules.push(rule)
    const id = rule.id.slice(0, 26)
    const entry = set.index[id] ?? { n: rule.version, d: [] }
    entry.d.push(deviceId)
    set.index[id] = entry
  }
  const digested = new Map(
    [...sets].map(([bridgeId, { rules, index }]) => {
      const digest = kernel.crypto.sm3(Buffer.from(JSON.stringify(rules))).toString('hex')
      return [bridgeId, { digest, rules, index }]
    }),
  )
  kept.set(kernel, { key, sets: digested })
  return digested
}

async function worldOf(kernel: Kernel, tx: Tx): Promise<World> {
  const devices = await devicesWhere(kernel, { sql: "stage = 'active' AND bridge_id IS NOT NULL", params: [] }, mostDevices, tx)
  const models = await releasedModels(
    kernel,
    devices.flatMap((device) => device.productId ?? []),
    tx,
  )
  const byId = new Map(devices.map((device) => [device.id, device]))
  const byKind = new Map<string, KnownDevice[]>()
  for (const device of devices) byKind.set(device.kind, [...(byKind.get(device.kind) ?? []), device])
  return {
    devices,
    byId: (id) => byId.get(id),
    modelOf: (device) => (device.productId === null ? undefined : models.get(device.productId)),
    targets: (to, cause, rulePath) => {
      if (to.by === 'cause') return [cause]
      if (to.by === 'device') return to.ids.flatMap((id) => byId.get(id) ?? [])
      const { path, isWhole } = aroundPath(cause.placePath, to.within)
      const isAround = (at: string) => (isWhole ? at.startsWith(path) : at === path)
      return (byKind.get(to.kind) ?? []).filter((one) => isAround(one.placePath) && one.placePath.startsWith(rulePath))
    },
    offsetMinutes: offsetMinutes(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE),
  }
}

interface BridgeRow {
  readonly revision: number
  readonly digest: string
  readonly taken_revision: number
}

const nothing: BridgeSet = { digest: '', rules: [], index: {} }

/**
 * What a bridge is told when it asks with the revision that it has on its disk: the whole set when there is another,
 * nothing when it has it. Having it is its word that it runs them: from then on the house sends no commands for them.
 */
export async function rulesForBridge(kernel: Kernel, bridgeId: string, has: number, tx: Tx): Promise<RulesAnswer> {
  const set = (await allSets(kernel, tx)).get(bridgeId) ?? nothing
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const sql = `SELECT revision, digest, taken_revision FROM rule_bridges WHERE bridge_id = ?${lock}`
  const [row] = await kernel.store.rows<BridgeRow>(sql, [bridgeId], tx)
  if (!row && set.rules.length === 0 && has === 0) return { revision: 0, rules: null }
  let revision = Number(row?.revision ?? 0)
  if (row?.digest !== set.digest) {
    // Above whatever it has: a house that was restored from yesterday does not take a later word for an older one.
    revision = Math.max(revision, has) + 1
    const content = { revision, digest: set.digest, content: JSON.stringify(set.rules), rule_numbers: JSON.stringify(set.index) }
    if (!row) await insertOnce(kernel.store, 'rule_bridges', { bridge_id: bridgeId, ...content }, tx)
    else
      await kernel.store.run(
        'UPDATE rule_bridges SET revision = ?, digest = ?, content = ?, rule_numbers = ? WHERE bridge_id = ?',
        [content.revision, content.digest, content.content, content.rule_numbers, bridgeId],
        tx,
      )
    await turnPage(kernel, tx)
    return { revision, rules: [...set.rules] }
  }
  if (has !== revision) return { revision, rules: [...set.rules] }
  if (Number(row.taken_revision) !== revision) {
    const now = kernel.clock.now()
    await kernel.store.run('UPDATE rule_bridges SET taken_revision = ?, taken_at = ? WHERE bridge_id = ?', [revision, now, bridgeId], tx)
    await turnPage(kernel, tx)
  }
  return { revision, rules: null }
}

interface StandingRow {
  readonly code: string
  readonly revision: number
  readonly taken_revision: number
  readonly rule_numbers: string
}

/** Which bridges run which rules, and whether they have confirmed it. */
export async function bridgesOfRules(
  kernel: Kernel,
  tx?: Tx,
): Promise<(ruleId: string, number: number) => { code: string; isTaken: boolean }[]> {
  const rows = await kernel.store.rows<StandingRow>(
    'SELECT b.code, r.revision, r.taken_revision, r.rule_numbers FROM rule_bridges r JOIN bridges b ON b.id = r.bridge_id ORDER BY b.code',
    [],
    tx,
  )
  const parsed = rows.map((row) => ({ ...row, index: JSON.parse(row.rule_numbers) as TakenRules }))
  return (ruleId, number) =>
    parsed.flatMap(({ code, revision, taken_revision, index }) =>
      index[ruleId]?.n === number ? [{ code, isTaken: Number(revision) === Number(taken_revision) }] : [],
    )
}
