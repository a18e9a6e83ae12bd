import { athomeReasonNames, athomeStateNames, meterSignNames, passSignNames } from '../athome/words.ts'
import { energyCarrierNames } from '../energy/words.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export * from '../athome/words.ts'

export const athomeErrors = {
  'athome.community': { status: 422, text: text('请选择您负责的社区', 'Choose a community that you answer for') },
  'athome.purpose': { status: 422, text: text('启用时须写明用途', 'Say for what purpose before it is switched on') },
} as const
const errors = athomeErrors

const verdict = {
  houseId: idSchema(),
  /** From the estate down. */
  name: z.string(),
  state: z.enum(athomeStateNames),
  /** In hundredths, of the state; null where nothing is said. */
  confidence: z.nullable(z.number()),
  reason: z.nullable(z.enum(athomeReasonNames)),
  /** Registered occupants. */
  people: z.number(),
  judgedAt: instantSchema(),
}

export const athomeRowSchema = L3(z.object({ ...verdict, changedAt: instantSchema() }))
export type AthomeRow = z.infer<typeof athomeRowSchema>

export const athomeSchema = L3(
  z.object({
    ...verdict,
    isOn: z.boolean(),
    /** For which the community switched it on. */
    purpose: z.nullable(z.string()),
    ruleVersion: z.string(),
    passes: z.array(
      z.object({
        personId: idSchema(),
        name: field(z.string(), { level: 'L3', key: 'person.name', mask: 'name' }),
        sign: z.enum(passSignNames),
        passageId: z.nullable(idSchema()),
        at: z.nullable(instantSchema()),
        gate: z.nullable(z.string()),
        /** How likely this person is in by their last pass, in hundredths; null where it does not count. */
        likely: z.nullable(z.number()),
      }),
    ),
    meters: z.array(
      z.object({
        meterId: idSchema(),
        number: z.string(),
        carrier: z.enum(energyCarrierNames),
        sign: z.enum(meterSignNames),
        readAt: z.nullable(instantSchema()),
        /** From reading to reading, about an hour each: what was used, in watt-hours or litres. */
        hours: z.array(z.object({ from: instantSchema(), until: instantSchema(), used: z.number(), isActive: z.boolean() })),
      }),
    ),
  }),
)
export type Athome = z.infer<typeof athomeSchema>

export const athomeSettingSchema = L2(
  z.object({
    community: z.object({ id: idSchema(), name: z.string() }),
    isOn: z.boolean(),
    purpose: z.string(),
    changedAt: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)
export type AthomeSetting = z.infer<typeof athomeSettingSchema>

export const athomeEndpoints = {
  list: endpoint({
    id: 'athome.list',
    method: 'GET',
    path: '/api/at-home/houses',
    summary: text('在家判断列表', 'Houses by whether somebody is in'),
    permission: 'athome.read',
    scope: 'place',
    errors,
    query: z.object({ ...pageQuery, state: z.optional(z.enum(athomeStateNames)), placeId: z.optional(idSchema()) }),
    response: pageOf(athomeRowSchema),
    rate: 'read',
    audit: 'athome.listed',
  }),
  read: endpoint({
    id: 'athome.read',
    method: 'GET',
    path: '/api/at-home/houses/:id',
    summary: text('一套房屋的在家判断与依据', 'Whether somebody of a house is in, how sure that is, and why'),
    permission: 'athome.read',
    scope: 'place',
    errors,
    params: z.object({ id: idSchema() }),
    response: athomeSchema,
    rate: 'read',
    audit: 'athome.read',
  }),
  settings: endpoint({
    id: 'athome.settings',
    method: 'GET',
    path: '/api/at-home/settings',
    summary: text('在家判断开关', 'Where it is switched on, and for what purpose'),
    permission: 'athome.read',
    scope: 'place',
    errors,
    response: z.object({ items: z.array(athomeSettingSchema) }),
    rate: 'read',
  }),
  saveSetting: endpoint({
    id: 'athome.save-setting',
    method: 'PUT',
    path: '/api/at-home/settings',
    summary: text('启停在家判断', 'Switch it on for a purpose, or off; off erases what was judged'),
    permission: 'athome.manage',
    scope: 'place',
    errors,
    body: z.object({
      communityId: idSchema(),
      isOn: z.boolean(),
      purpose: z.string().check(z.trim(), z.maxLength(200)),
      version: versionSchema(),
    }),
    response: athomeSettingSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'athome.setting-saved',
  }),
} as const

export const athome = capability({
  name: 'athome',
  text: text('在家判断', 'At home or not'),
  endpoints: athomeEndpoints,
  permissions: [
    permission('athome.read', '查看房屋在家判断', 'See whether somebody of a house is in', ['admin', 'grid']),
    permission('athome.manage', '启停在家判断', 'Switch it on or off for a community', ['admin']),
  ],
  events: ['athome.changed'],
})
