import { type RuleContent, ruleErrors } from '@liren/contract/capabilities/rule'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { turnPage } from './book.ts'
import { type Draft, mustBeFit } from './check.ts'
import { contentOf, type RuleRow, ruleScope } from './row.ts'
import { plantTicks } from './timers.ts'

type Writer = Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'now' | 'emit' | 'audit'>

/** A rule in words that depend on nothing else: what is written down of a change. */
const audited = (row: { name: string; is_enabled: number; number: number }) => ({
  ...{ name: row.name, isEnabled: row.is_enabled === 1, number: Number(row.number) },
})

export async function findRule(kernel: Kernel, scope: Writer['scope'], id: string, tx?: Tx): Promise<RuleRow> {
  const where = combine('AND', [{ sql: 'id = ? AND is_removed = 0', params: [id] }, reach(scope, ruleScope)])
  const statement = { sql: `SELECT * FROM rules WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<RuleRow>(kernel.store, scope, 'rules', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

async function keepVersion(
  kernel: Kernel,
  rule: { id: string; number: number; name: string; content: RuleContent },
  writer: Writer,
): Promise<void> {
  await insertOnce(
    kernel.store,
    'rule_versions',
    {
      ...{ id: kernel.ids.next(), rule_id: rule.id, number: rule.number, name: rule.name, content: JSON.stringify(rule.content) },
      ...{ saved_by: writer.principal.name.slice(0, 60), at: writer.now },
    },
    writer.tx,
  )
}

const changed = (row: { id: string; place_path: string }, what: string, writer: Writer) =>
  writer.emit({
    ...{ name: 'rule.changed', subject: 'rule', subjectId: row.id, payload: { what, placePath: row.place_path } },
    live: { placePath: row.place_path, permission: 'rule.read' },
  })

export type NewRule = Draft & {
  readonly isEnabled: boolean
  readonly isMeant?: boolean | undefined
  readonly template?: string | undefined
}

/** Keeps a new rule, once everything about it is right. */
export async function createRule(kernel: Kernel, draft: NewRule, writer: Writer): Promise<string> {
  const place = await mustBeFit(kernel, draft, writer, writer.tx)
  const id = kernel.ids.next()
  const row = {
    ...{ id, name: draft.name, place_id: place.id, place_path: place.path, place_label: place.fullName.slice(-160) },
    ...{ content: JSON.stringify(draft.content), number: 1, is_enabled: draft.isEnabled ? 1 : 0, template: draft.template ?? null },
    ...{ created_at: writer.now },
  }
  await insertOnce(kernel.store, 'rules', row, writer.tx)
  await keepVersion(kernel, { id, number: 1, name: draft.name, content: draft.content }, writer)
  if (draft.isEnabled) await plantTicks(kernel, { id, number: 1, content: draft.content }, writer.tx)
  await turnPage(kernel, writer.tx)
  await changed(row, 'created', writer)
  writer.audit({ subject: 'rule', subjectId: id, placePath: place.path, after: audited(row) })
  return id
}

interface Saved {
  readonly name: string
  readonly content: RuleContent
  readonly isMeant?: boolean | undefined
  readonly version: number
}

/** New words for a rule: what it remembers begins anew, what it did stays under the number of its old content. */
export async function saveRule(kernel: Kernel, row: RuleRow, body: Saved, writer: Writer): Promise<void> {
  await mustBeFit(kernel, { id: row.id, placeId: row.place_id, ...body }, writer, writer.tx)
  const number = Number(row.number) + 1
  await update(kernel, row, body.version, { name: body.name, content: JSON.stringify(body.content), number }, writer.tx)
  await keepVersion(kernel, { id: row.id, number, name: body.name, content: body.content }, writer)
  await forget(kernel, row.id, writer.tx)
  if (row.is_enabled === 1) await plantTicks(kernel, { id: row.id, number, content: body.content }, writer.tx)
  await turnPage(kernel, writer.tx)
  await changed(row, 'saved', writer)
  const after = audited({ ...row, name: body.name, number })
  writer.audit({ subject: 'rule', subjectId: row.id, placePath: row.place_path, before: audited(row), after })
}

/** Switches a rule on or off; on, it is looked at once more, because others came meanwhile. */
export async function turnRule(kernel: Kernel, row: RuleRow, body: { isEnabled: boolean; version: number }, writer: Writer): Promise<void> {
  const content = contentOf(row)
  if (body.isEnabled)
    await mustBeFit(kernel, { id: row.id, name: row.name, placeId: row.place_id, content, isMeant: true }, writer, writer.tx)
  // Switched on again it begins with a new number: timers of before wait for nothing.
  const number = Number(row.number) + (body.isEnabled ? 1 : 0)
  await update(kernel, row, body.version, { is_enabled: body.isEnabled ? 1 : 0, stopped: null, number }, writer.tx)
  if (body.isEnabled) {
    await keepVersion(kernel, { id: row.id, number, name: row.name, content }, writer)
    await forget(kernel, row.id, writer.tx)
    await plantTicks(kernel, { id: row.id, number, content }, writer.tx)
  }
  await turnPage(kernel, writer.tx)
  await changed(row, body.isEnabled ? 'on' : 'off', writer)
  const after = audited({ ...row, is_enabled: body.isEnabled ? 1 : 0, number })
  writer.audit({ subject: 'rule', subjectId: row.id, placePath: row.place_path, before: audited(row), after })
}

export async function removeRule(kernel: Kernel, row: RuleRow, version: number, writer: Writer): Promise<void> {
  await update(kernel, row, version, { is_enabled: 0, is_removed: 1 }, writer.tx)
  await forget(kernel, row.id, writer.tx)
  await turnPage(kernel, writer.tx)
  await changed(row, 'removed', writer)
  writer.audit({ subject: 'rule', subjectId: row.id, placePath: row.place_path, before: audited(row) })
}

async function update(kernel: Kernel, row: RuleRow, version: number, set: Record<string, SqlValue>, tx: Tx): Promise<void> {
  const columns = Object.keys(set)
  const moved = await kernel.store.run(
    `UPDATE rules SET ${columns.map((column) => `${column} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND version = ? AND is_removed = 0`,
    [...columns.map((column) => set[column] as SqlValue), row.id, version],
    tx,
  )
  if (moved !== 1) throw refuse('stale')
}

const forget = (kernel: Kernel, ruleId: string, tx: Tx) => kernel.store.run('DELETE FROM rule_memories WHERE rule_id = ?', [ruleId], tx)

export const unknownTemplate = () =>
  refuseWith(ruleErrors, 'rule.unfit', {
    faults: [{ path: 'params.code', zh: '没有这条现成规则', en: 'There is no such ready-made rule' }],
  })
