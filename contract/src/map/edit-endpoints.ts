import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { featureSchema, mapErrors } from './answers.ts'
import { featureKindNames } from './kinds.ts'
import { geometrySchema } from './shape.ts'

const name = () => z.string().check(z.trim(), z.maxLength(60))
/** More in one go is an import, not a drawing. */
const mostAtOnce = 50

export const editEndpoints = {
  save: endpoint({
    id: 'map.save',
    method: 'POST',
    path: '/api/map/changes',
    summary: text('保存绘制：新增、修改、删除，一次成功或全部不变', 'Save drawings: new, changed and removed ones, all or none'),
    permission: 'map.edit',
    scope: 'place',
    body: z.object({
      creates: z
        .array(z.object({ kind: z.enum(featureKindNames), placeId: idSchema(), name: z.optional(name()), geometry: geometrySchema() }))
        .check(z.maxLength(mostAtOnce)),
      changes: z
        .array(z.object({ id: idSchema(), version: versionSchema(), name: z.optional(name()), geometry: z.optional(geometrySchema()) }))
        .check(z.maxLength(mostAtOnce)),
      retires: z.array(z.object({ id: idSchema(), version: versionSchema() })).check(z.maxLength(mostAtOnce)),
    }),
    response: L2(
      z.object({
        features: z.array(featureSchema),
        /** Square metres of the community that no grid covers, when grids were drawn and the community has a boundary. */
        uncovered: z.nullable(z.number()),
      }),
    ),
    idempotent: 'key',
    rate: 'write',
    audit: 'map.changed',
    errors: mapErrors,
  }),
} as const
