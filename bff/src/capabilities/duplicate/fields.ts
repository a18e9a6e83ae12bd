import type { Fault } from '@liren/contract'
import { type Archive, fieldOf, type Values } from '@liren/contract/archive/index'
import { duplicateErrors } from '@liren/contract/capabilities/duplicate'
import { isHidden, mayReadField } from '../../engines/archive/present.ts'
import { type FileRow, textOf } from '../../engines/archive/row.ts'
import { refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'

/** Whether two files say different things; nothing known is a difference too. */
export const differs = (first: Values, second: Values, name: string): boolean =>
  textOf(first[name] ?? null) !== textOf(second[name] ?? null)

/** Readable by role, or one by one for a reason, in both files. */
export function mayCompare(viewer: Principal, definition: Archive, rows: readonly Pick<FileRow, 'place_path'>[], name: string): boolean {
  if (mayReadField(viewer, definition, name)) return true
  const permission = `${definition.name}.reveal`
  if (isHidden(viewer, definition, name) || !viewer.permissions.has(permission)) return false
  const { places } = scopeWith(viewer, permission, 'place')
  return rows.every(({ place_path }) => places.some((path) => place_path.startsWith(path)))
}

/** Nobody decides between two values that they may not read. */
export function refuseUnlessReadable(
  viewer: Principal,
  definition: Archive,
  rows: readonly FileRow[],
  first: Values,
  second: Values,
): void {
  const denied = Object.keys(definition.fields).filter(
    (name) => differs(first, second, name) && !mayCompare(viewer, definition, rows, name),
  )
  if (denied.length === 0) return
  const faults = denied.map((name): Fault => {
    const { zh, en } = fieldOf(definition, name).label
    return { path: `body.take.${name}`, zh: `${zh}：您无权查看`, en: `${en}: you may not read it` }
  })
  throw refuseWith(duplicateErrors, 'duplicate.field-denied', { faults })
}
