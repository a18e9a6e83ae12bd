import { endpoint } from '../kernel/endpoint.ts'
import { idSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { type Text, text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { keyStateNames } from './key-places.ts'
import { hazardStatisticsSchema } from './order-endpoints.ts'

/** The overall word of a month. */
export const evaluations = {
  good: text('良好', 'Good'),
  fair: text('一般', 'Fair'),
  poor: text('较差', 'Poor'),
} as const satisfies Record<string, Text>
export const evaluationNames = Object.keys(evaluations) as [keyof typeof evaluations, ...(keyof typeof evaluations)[]]

/** Most of the places inspected within the month is what good asks for. */
export const goodCoverage = 90

export const safetyReportSchema = L2(
  z.object({
    month: z.string(),
    place: z.object({ id: idSchema(), label: z.string() }),
    keyPlaces: z.object({ total: z.number(), danger: z.number(), faulty: z.number(), due: z.number(), safe: z.number() }),
    inspections: z.object({
      done: z.number(),
      passed: z.number(),
      failed: z.number(),
      places: z.number(),
      coverage: z.nullable(z.number()),
    }),
    hazards: hazardStatisticsSchema,
    securityEvents: z.number(),
    evaluation: z.enum(evaluationNames),
    points: z.array(
      z.object({
        id: idSchema(),
        name: z.string(),
        place: z.string(),
        state: z.enum(keyStateNames),
        openHazards: z.number(),
        openFindings: z.number(),
      }),
    ),
  }),
)
export type SafetyReport = z.infer<typeof safetyReportSchema>

const monthQuery = z.object({ placeId: idSchema(), month: z.string().check(z.regex(/^20\d\d-(0[1-9]|1[0-2])$/)) })

export const reportEndpoints = {
  safetyReport: endpoint({
    id: 'hazard.safety-report',
    method: 'GET',
    path: '/api/safety-report',
    summary: text('安全总体评价月报', 'Monthly report on safety'),
    permission: 'hazard.read',
    scope: 'place',
    query: monthQuery,
    response: safetyReportSchema,
    rate: 'read',
  }),
  exportSafety: endpoint({
    id: 'hazard.export-safety',
    method: 'GET',
    path: '/api/safety-report/workbook',
    summary: text('导出安全月报', 'The monthly report as a workbook'),
    permission: 'hazard.read',
    scope: 'place',
    query: monthQuery,
    rate: 'content',
    audit: 'hazard.safety-exported',
    raw: true,
  }),
} as const
