import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { planSchema } from '../zone/plan.ts'
import { hazardAreaNames } from './kinds.ts'

const area = z.enum(hazardAreaNames)

/** One person's turns of the week at a place, for one area. */
export const shiftSchema = L2(
  z.object({
    id: idSchema(),
    area,
    place: z.object({ id: idSchema(), path: z.string(), label: z.string() }),
    person: z.object({ id: idSchema(), name: z.string() }),
    plan: planSchema,
    from: z.nullable(daySchema()),
    until: z.nullable(daySchema()),
    /** On duty at this moment. */
    isNow: z.boolean(),
    version: versionSchema(),
  }),
)
export type Shift = z.infer<typeof shiftSchema>

export const dutyErrors = {
  'hazard.person-unfit': {
    status: 422,
    text: text('值班人员须能在这里受理告警', 'Whoever is on duty must be able to handle alarms there'),
  },
  'hazard.days-unfit': { status: 422, text: text('结束日期不能早于开始日期', 'It cannot end before it begins') },
} as const

const turns = {
  area,
  userId: idSchema(),
  plan: planSchema.check(z.minLength(1)),
  from: z.nullable(daySchema()),
  until: z.nullable(daySchema()),
}
const idParams = z.object({ id: idSchema() })

export const dutyEndpoints = {
  shifts: endpoint({
    id: 'hazard.shifts',
    method: 'GET',
    path: '/api/duty-shifts',
    summary: text('值班表', 'Roster of duty'),
    permission: 'hazard.read',
    scope: 'place',
    query: z.object({ ...pageQuery, area: z.optional(area), placeId: z.optional(idSchema()) }),
    response: pageOf(shiftSchema),
    rate: 'read',
  }),
  createShift: endpoint({
    id: 'hazard.create-shift',
    method: 'POST',
    path: '/api/duty-shifts',
    summary: text('新增值班', 'Put somebody on the roster'),
    permission: 'hazard.manage',
    scope: 'place',
    body: z.object({ ...turns, placeId: idSchema() }),
    response: shiftSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'hazard.shift-created',
    errors: dutyErrors,
  }),
  saveShift: endpoint({
    id: 'hazard.save-shift',
    method: 'PUT',
    path: '/api/duty-shifts/:id',
    summary: text('修改值班', 'Change a turn on the roster'),
    permission: 'hazard.manage',
    scope: 'place',
    params: idParams,
    body: z.object({ ...turns, version: versionSchema() }),
    response: shiftSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'hazard.shift-saved',
    errors: dutyErrors,
  }),
  removeShift: endpoint({
    id: 'hazard.remove-shift',
    method: 'DELETE',
    path: '/api/duty-shifts/:id',
    summary: text('删除值班', 'Take somebody off the roster'),
    permission: 'hazard.manage',
    scope: 'place',
    params: idParams,
    status: 204,
    idempotent: 'natural',
    rate: 'write',
    audit: 'hazard.shift-removed',
  }),
} as const
