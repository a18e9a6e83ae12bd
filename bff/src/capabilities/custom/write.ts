import type { Fault } from '@liren/contract'
import { type Archive, fieldOf, fieldOfUse, isSealed } from '@liren/contract/archive/index'
import { type CustomField, customFieldErrors, mostCustomFields } from '@liren/contract/capabilities/custom'
import { type FieldRow, optionsOf } from '../../kernel/custom/field.ts'
import { unknownWords } from '../../kernel/dictionary-words.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { placesOf } from '../../kernel/known-places.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { fieldsWithin } from './rows.ts'

type Changeable = Pick<CustomField, 'label' | 'isRequired' | 'isListed' | 'use' | 'options'>
export type NewField = Changeable & Pick<CustomField, 'archive' | 'code' | 'kind' | 'level'> & { readonly placeId: string }
type Context = Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'now'>

const no = (code: keyof typeof customFieldErrors, faults?: readonly Fault[]) =>
  refuseWith(customFieldErrors, code, faults ? { faults: [...faults] } : {})

const columnsOf = ({ label, isRequired, isListed, use, options }: Changeable): Record<string, SqlValue> => ({
  ...{ label_zh: label.zh, label_en: label.en, is_required: Number(isRequired), is_listed: Number(isListed) },
  ...{ for_use: use, options: JSON.stringify(options) },
})

/** Adds a field to an archive of one community. It is asked for from this moment on. */
export async function addField(kernel: Kernel, definition: Archive, asked: NewField, ctx: Context): Promise<FieldRow> {
  const { scope, tx, now, principal } = ctx
  const place = (await placesOf(kernel, [asked.placeId], tx)).get(asked.placeId)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path)))
    throw refuse('request.invalid', {
      faults: [{ path: 'body.placeId', zh: '没有这个空间，或不在您的管理范围', en: 'No such place within your reach' }],
    })
  if (place.kind !== 'community') throw no('custom.place-unfit')
  const reveals = Object.values(definition.fields).some(isSealed)
  if (isSealed(asked) && !reveals) throw no('custom.level-unfit')
  const others = await fieldsWithin(kernel, scope, { sql: 'archive = ? AND place_id = ?', params: [asked.archive, place.id] }, '', tx)
  if (others.length >= mostCustomFields) throw no('custom.too-many')
  if (others.some(({ code }) => code === asked.code)) throw no('custom.code-taken')
  await checkChange(kernel, definition, asked, asked.kind, others, tx)
  const row = {
    ...{ id: kernel.ids.next(), archive: asked.archive, place_id: place.id, place_path: place.path, code: asked.code },
    ...{ kind: asked.kind, data_level: asked.level, state: 'active', added_by: principal.id, added_at: now, changed_at: now, version: 1 },
    ...columnsOf(asked),
  }
  // somebody else was quicker
  if (!(await insertOnce(kernel.store, 'custom_fields', row, tx))) throw no('custom.code-taken')
  return row as unknown as FieldRow
}

/** Changes what may change; code, kind and level stay, since values were written under them. */
export async function changeField(kernel: Kernel, definition: Archive, row: FieldRow, asked: Changeable, ctx: Context): Promise<FieldRow> {
  const dropped = optionsOf(row).filter(({ code }) => !asked.options.some((option) => option.code === code))
  if (dropped.length > 0) throw no('custom.option-dropped')
  const same = { sql: 'archive = ? AND place_id = ? AND id <> ?', params: [row.archive, row.place_id, row.id] }
  await checkChange(kernel, definition, asked, row.kind, await fieldsWithin(kernel, ctx.scope, same, '', ctx.tx), ctx.tx)
  return moveField(kernel, row, columnsOf(asked), ctx)
}

/** Writes the version that was seen, or nothing. */
export async function moveField(kernel: Kernel, row: FieldRow, columns: Record<string, SqlValue>, { tx, now }: Context): Promise<FieldRow> {
  const names = Object.keys(columns)
  const changed = await kernel.store.run(
    `UPDATE custom_fields SET ${names.map((name) => `${name} = ?, `).join('')}changed_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
    [...names.map((name) => columns[name] ?? null), now, row.id, row.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { ...row, ...columns, version: row.version + 1 } as FieldRow
}

async function checkChange(
  kernel: Kernel,
  definition: Archive,
  { label, use, options }: Changeable,
  kind: CustomField['kind'],
  others: readonly FieldRow[],
  tx: Tx,
): Promise<void> {
  const given = options.filter(({ isRetired }) => !isRetired)
  const isTwice = new Set(options.map(({ code }) => code)).size !== options.length
  if (kind === 'choice' ? given.length < 2 || isTwice : options.length > 0) throw no('custom.options-unfit')
  // a workbook knows its columns by their names
  const names = [
    ...Object.keys(definition.fields).map((name) => fieldOf(definition, name).label),
    ...others.map(({ label_zh, label_en }) => ({ zh: label_zh, en: label_en })),
  ]
  const bare = (word: string) => word.replace(/[\s*:（(].*$/u, '').toLowerCase()
  if (names.some(({ zh, en }) => bare(zh) === bare(label.zh) || bare(en) === bare(label.en))) throw no('custom.label-taken')
  if (use === null) return
  const field = fieldOfUse(definition.name)
  if (field === undefined) throw no('custom.use-unfit')
  const { dictionary } = fieldOf(definition, field)
  const unknown = dictionary === undefined ? [] : await unknownWords(kernel, [{ dictionary, code: use }], tx)
  if (unknown.length > 0) throw refuse('request.invalid', { faults: [{ path: 'body.use', zh: '不在字典中', en: 'Not in the dictionary' }] })
}
