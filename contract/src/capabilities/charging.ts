import { chargerUses, nearSchema, planRowSchema, planSumsSchema, stationSchema } from '../charging/answers.ts'
import { inputLimits } from '../charging/limits.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, versionSchema } from '../kernel/id.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export * from '../charging/answers.ts'

export const chargingErrors = {
  'charging.not-charger': { status: 422, text: text('只有充电设施能登记额定输入', 'Only a charger has a rated input') },
  'charging.serves-unknown': {
    status: 422,
    text: text('服务的楼栋不存在，或不在您的管理范围', 'The building that it serves does not exist or is not yours'),
  },
} as const
const errors = chargingErrors

const { volts, hertz } = inputLimits
const reading = { permission: 'charging.read', scope: 'place', errors, rate: 'read' } as const
/** How many e-bikes share one port; asked of as text. */
const perPort = () => z.optional(z.string().check(z.regex(/^([1-9]|1\d|20)$/)))
export const defaultPerPort = 4

export const chargingEndpoints = {
  stations: endpoint({
    id: 'charging.stations',
    method: 'GET',
    path: '/api/charging/stations',
    summary: text('充电设施列表', 'Chargers with their ports'),
    ...reading,
    query: z.object({ ...pageQuery, placeId: z.optional(idSchema()) }),
    response: pageOf(stationSchema),
  }),
  save: endpoint({
    id: 'charging.save',
    method: 'PUT',
    path: '/api/charging/stations/:id',
    summary: text('登记充电设施', 'Register what a charger is rated for and whom it serves; version 0 where nothing was said before'),
    permission: 'charging.manage',
    scope: 'place',
    params: z.object({ id: idSchema() }),
    body: z.object({
      use: z.enum(chargerUses),
      ports: z.number().check(z.int(), z.minimum(1), z.maximum(64)),
      ratedVolts: z.number().check(z.minimum(volts.from), z.maximum(volts.to)),
      ratedHertz: z.number().check(z.minimum(hertz.from), z.maximum(hertz.to)),
      /** A building; without it the one in which it stands, or nobody's in particular. */
      servesId: z.optional(idSchema()),
      version: versionSchema(),
    }),
    response: stationSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'charging.saved',
    errors,
  }),
  plan: endpoint({
    id: 'charging.plan',
    method: 'GET',
    path: '/api/charging/plan',
    summary: text('充电口规划', 'E-bikes against charging ports, building by building'),
    ...reading,
    query: z.object({ ...pageQuery, placeId: z.optional(idSchema()), perPort: perPort() }),
    response: pageOf(planRowSchema),
  }),
  sums: endpoint({
    id: 'charging.sums',
    method: 'GET',
    path: '/api/charging/plan/sums',
    summary: text('充电口规划合计', 'E-bikes against charging ports of a whole place'),
    ...reading,
    query: z.object({ placeId: z.optional(idSchema()), perPort: perPort() }),
    response: planSumsSchema,
  }),
  near: endpoint({
    id: 'charging.near',
    method: 'GET',
    path: '/api/charging/near',
    summary: text('附近充电', 'Chargers of one’s own estates, with free and occupied ports'),
    permission: 'charging.near',
    scope: 'related',
    query: z.object({}),
    response: nearSchema,
    rate: 'read',
  }),
} as const

export const charging = capability({
  name: 'charging',
  text: text('充电', 'Charging'),
  endpoints: chargingEndpoints,
  permissions: [
    permission('charging.read', '查看充电设施与规划', 'See chargers and the plan of ports', ['admin', 'staff']),
    permission('charging.manage', '登记充电设施', 'Register chargers', ['admin']),
    permission('charging.near', '查看附近充电', 'See chargers nearby', ['resident']),
  ],
  events: ['charging.changed'],
})
