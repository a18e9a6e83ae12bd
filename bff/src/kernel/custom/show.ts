import type { Archive, FieldValue, Values } from '@liren/contract/archive/index'
import { mask } from '../crypto/mask.ts'
import { refuse } from '../errors.ts'
import type { Principal } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import { useOf } from './change.ts'
import { type AddedField, isAsked, keyOf } from './field.ts'
import { addedFields } from './known.ts'
import { type StoredValues, storedValues } from './values.ts'

type Shown = (row: { id: string; place_path: string }, values: Values) => { custom: Record<string, FieldValue>; masked: string[] }

const ruleOf = (viewer: Principal, { name }: Archive) => viewer.fieldRules.get(`${name}.custom`)

/** Whether the roles of the viewer open an added field; from L3 on they must say so. */
export function mayReadAdded(viewer: Principal, definition: Archive, { isSealed }: AddedField): boolean {
  const rule = ruleOf(viewer, definition)
  return rule === undefined ? !isSealed : rule === 'read' || rule === 'write'
}

export const maskedValue = (value: FieldValue): FieldValue => (typeof value === 'string' ? mask('all', value) : null)

/** How the added fields of these files are shown to this viewer; the store is asked only where there are any. */
export async function customOf(
  kernel: Kernel,
  viewer: Principal,
  definition: Archive,
  rows: readonly { readonly id: string; readonly place_path: string }[],
  listedOnly: boolean,
  tx?: Parameters<typeof storedValues>[2],
): Promise<Shown> {
  const fields = addedFields(kernel, definition.name).filter(
    (field) => !field.isWithdrawn && (field.isListed || !listedOnly) && rows.some((row) => row.place_path.startsWith(field.placePath)),
  )
  if (fields.length === 0) return () => ({ custom: {}, masked: [] })
  const stored = await storedValues(
    kernel,
    rows.map(({ id }) => id),
    tx,
  )
  return ({ id, place_path }, values) => {
    const own: StoredValues = stored.get(id) ?? {}
    const asked = fields.filter((field) => isAsked(field, place_path, useOf(definition, values)))
    const closed = asked.filter((field) => (own[field.id] ?? null) !== null && !mayReadAdded(viewer, definition, field))
    return {
      custom: Object.fromEntries(
        asked.map((field) => [field.code, closed.includes(field) ? maskedValue(own[field.id] ?? null) : (own[field.id] ?? null)]),
      ),
      masked: closed.map(keyOf),
    }
  }
}

/** Values of sealed added fields in plain, of a file that the caller may reveal. */
export async function revealCustom(
  kernel: Kernel,
  definition: Archive,
  row: { readonly id: string; readonly place_path: string },
  codes: readonly string[],
  tx: Parameters<typeof storedValues>[2],
): Promise<Record<string, FieldValue>> {
  if (codes.length === 0) return {}
  const fields = addedFields(kernel, definition.name).filter((field) => !field.isWithdrawn && row.place_path.startsWith(field.placePath))
  const strange = codes.flatMap((code, at) =>
    fields.some((field) => field.code === code)
      ? []
      : [{ path: `body.custom.${at}`, zh: '没有这个自定义字段', en: 'There is no such added field' }],
  )
  if (strange.length > 0) throw refuse('request.invalid', { faults: strange })
  const stored = (await storedValues(kernel, [row.id], tx)).get(row.id) ?? {}
  return Object.fromEntries(fields.filter(({ code }) => codes.includes(code)).map(({ id, code }) => [code, stored[id] ?? null]))
}
