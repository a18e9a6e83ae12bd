import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import type { Text } from '../kernel/text.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** What a barrier was answered about a plate, and by what. Those of the first three let the car in. */
export const admissionNames = ['exact', 'fuzzy', 'temporary', 'early', 'expired', 'unclear', 'unknown'] as const
export type Admission = (typeof admissionNames)[number]
export const admissions = {
  exact: text('登记车辆', 'Registered'),
  fuzzy: text('近似车牌', 'Near miss'),
  temporary: text('临时车辆', 'Temporary'),
  early: text('未到生效日期', 'Not valid yet'),
  expired: text('已过有效期', 'No longer valid'),
  unclear: text('近似多辆登记车，需人工核对', 'Near to several registered cars; somebody has to look'),
  unknown: text('未登记车辆', 'Not registered'),
} as const satisfies Record<Admission, Text>
export const letsIn = (admission: Admission): boolean => admission === 'exact' || admission === 'fuzzy' || admission === 'temporary'

/** Who decides at the barriers of a place; the rule of the nearest place holds. */
export const admissionRuleSchema = L2(
  z.object({
    place: z.object({ id: idSchema(), name: z.string() }),
    /** Off: barriers answer by themselves, as their own lists say. */
    isOn: z.boolean(),
    /** A plate that no file knows. */
    unknown: z.enum(['temporary', 'refuse']),
    /** One sign apart from exactly one registered car, by signs that cameras confuse, is that car. */
    isFuzzy: z.boolean(),
    version: versionSchema(),
  }),
)
export type AdmissionRule = z.infer<typeof admissionRuleSchema>

/** A way into an estate, and the gates that stand there. */
export const entranceSchema = L2(
  z.object({
    id: idSchema(),
    name: z.string(),
    place: z.string(),
    people: z.array(z.object({ id: idSchema(), name: z.string() })),
    vehicles: z.array(z.object({ id: idSchema(), name: z.string() })),
    /** What is missing here; an entrance has both. */
    lacks: z.array(z.enum(['person', 'vehicle'])),
  }),
)
export type Entrance = z.infer<typeof entranceSchema>

export const admissionEndpoints = {
  rules: endpoint({
    id: 'passage.rules',
    method: 'GET',
    path: '/api/passages/rules',
    summary: text('车牌放行规则', 'Rules by which barriers are answered'),
    ...{ permission: 'passage.read', scope: 'place', rate: 'read' },
    response: z.object({ items: z.array(admissionRuleSchema) }),
  }),
  saveRule: endpoint({
    id: 'passage.save-rule',
    method: 'PUT',
    path: '/api/passages/rules/:id',
    summary: text('设置某地点的车牌放行规则', 'Set the rule of the barriers at a place'),
    ...{ permission: 'passage.manage', scope: 'place', idempotent: 'natural', rate: 'write', audit: 'passage.rule-saved' },
    params: z.object({ id: idSchema() }),
    body: z.object({
      ...{ isOn: z.boolean(), unknown: z.enum(['temporary', 'refuse']), isFuzzy: z.boolean() },
      version: versionSchema(),
    }),
    response: admissionRuleSchema,
  }),
  entrances: endpoint({
    id: 'passage.entrances',
    method: 'GET',
    path: '/api/passages/entrances',
    summary: text('出入口与道口设备覆盖', 'Entrances, the gates at each, and what is missing'),
    ...{ permission: 'passage.read', scope: 'place', rate: 'read' },
    query: z.object({ placeId: z.optional(idSchema()) }),
    response: z.object({ items: z.array(entranceSchema) }),
  }),
} as const
