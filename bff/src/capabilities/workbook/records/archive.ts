import { type Archive, fieldOf } from '@liren/contract/archive/index'
import { conditionsOf } from '../../../engines/archive/list.ts'
import { placesOf } from '../../../engines/archive/place.ts'
import { isHidden, masked, mayReadField } from '../../../engines/archive/present.ts'
import { columnsToRead, type FileRow, valuesOf } from '../../../engines/archive/row.ts'
import { refuse } from '../../../kernel/errors.ts'
import type { Principal } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import { createMany, faultsOfMany, keysWithin, removeMany } from './batch.ts'
import type { Importable } from './importable.ts'

/** An archive as it goes into workbooks and comes out of them. */
export const archiveImportable = (kernel: Kernel, definition: Archive): Importable => {
  const { name, text, fields } = definition
  const isMasked = (viewer: Principal, field: string) => !mayReadField(viewer, definition, field)
  return {
    name,
    text,
    fields: Object.fromEntries(Object.entries(fields).filter(([, { kind }]) => kind !== 'files')),
    placeKinds: definition.places,
    readPermission: `${name}.read`,
    writePermission: `${name}.write`,
    keysOf: (values, placeId) => keysWithin(definition, values, placeId),
    faultsOf: (rows, scope, tx) => faultsOfMany(kernel, definition, scope, rows, tx),
    forbiddenTo: ({ fieldRules }) =>
      Object.keys(fields).filter((field) => ['hidden', 'masked', 'read'].includes(fieldRules.get(`${name}.${field}`) ?? '')),
    create: (rows, actorId, tx) => createMany(kernel, definition, rows, actorId, tx),
    remove: (ids, _actorId, tx) => removeMany(kernel, definition, ids, tx),
    shownTo: (viewer, columns) => ({
      masked: columns.filter((column) => fieldOf(definition, column).mask !== undefined && isMasked(viewer, column)),
      hidden: columns.filter((column) => isHidden(viewer, definition, column)),
    }),
    async checkFilters(viewer, filters, tx) {
      const faults = Object.keys(filters).flatMap((key) => {
        const [how, field = ''] = key.split('.', 2)
        if (how !== 'f' && how !== 'last4') return []
        const isFound = fields[field]?.find.includes(how === 'f' ? 'equal' : 'last4')
        return isFound ? [] : [{ path: `body.filters.fields.${key}`, zh: '不能按此项筛选', en: 'One cannot filter by this' }]
      })
      if (faults.length > 0) throw refuse('request.invalid', { faults })
      await conditionsOf(kernel, definition, viewer, filters, tx)
    },
    async page(viewer, scope, { columns, filters, afterId, limit }) {
      const where = combine('AND', [
        underPlaces('place_path', scope.places),
        ...(await conditionsOf(kernel, definition, viewer, filters)),
        ...(afterId === null ? [] : [{ sql: 'id < ?', params: [afterId] }]),
      ])
      const rows = await scopedRows<FileRow>(kernel.store, scope, definition.table, {
        sql: `SELECT ${columnsToRead(definition, columns)} FROM ${definition.table} WHERE ${where.sql} ORDER BY id DESC LIMIT ${Math.trunc(limit)}`,
        params: where.params,
      })
      const places = await placesOf(
        kernel,
        rows.map((row) => row.place_id),
      )
      return {
        rows: rows.map((row) => ({
          id: row.id,
          place: places.get(row.place_id)?.fullName ?? '',
          values: Object.fromEntries(
            Object.entries(valuesOf(kernel, definition, row, columns)).map(([field, value]) => [
              field,
              value === null || !isMasked(viewer, field) ? value : masked(definition, field, value),
            ]),
          ),
        })),
      }
    },
  }
}
