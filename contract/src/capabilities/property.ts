import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { noticeBriefSchema } from './notice.ts'

/** Over how many days what happened is counted; what is open is counted as it is now. */
export const propertyDays = 30

const count = () => z.number()
const share = () => z.nullable(z.number())

export const propertyOverviewSchema = z.object({
  estate: L2(z.object({ id: idSchema(), name: z.string() })),
  estates: L2(z.array(z.object({ id: idSchema(), name: z.string() }))),
  notices: z.object({ latest: z.array(noticeBriefSchema), waiting: L2(count()) }),
  repairs: L2(z.object({ created: count(), closed: count(), open: count(), overdue: count(), onTime: share(), finishMinutes: share() })),
  facilities: L2(
    z.object({
      places: count(),
      inspected: count(),
      passed: count(),
      late: count(),
      findings: count(),
      devices: count(),
      offline: count(),
    }),
  ),
  /** Alarms of order and environment that are not closed, and stations that measure. */
  environment: L2(z.object({ security: count(), environment: count(), stations: count() })),
  /** Alarms of fire and lifts that are not closed, and spaces to park. */
  safety: L2(z.object({ fire: count(), lift: count(), lanes: count(), parking: count() })),
  ratings: L2(z.object({ stars: share(), rated: count(), reopened: count(), answered: count(), answeredInTime: share() })),
  asOf: L2(instantSchema()),
})
export type PropertyOverview = z.infer<typeof propertyOverviewSchema>

export const property = capability({
  name: 'property',
  text: text('物业服务', 'Property service'),
  permissions: [permission('property.read', '查看物业服务', 'See the property service of an estate', ['staff', 'admin'])],
  endpoints: {
    overview: endpoint({
      id: 'property.overview',
      method: 'GET',
      path: '/api/property',
      summary: text('物业服务概览', 'Notices, repairs, facilities, environment, safety and ratings of one estate'),
      permission: 'property.read',
      scope: 'place',
      query: z.object({ estateId: z.optional(idSchema()) }),
      response: propertyOverviewSchema,
      rate: 'read',
      cache: { fresh: 15, stale: 86_400, vary: 'subject', groups: ['notice', 'repair', 'hazard', 'alarm'] },
    }),
  },
})
