import { placeKinds } from '../capabilities/place.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** How a place was recognised. */
export const matchTexts = {
  code: text('标准地址编码一致', 'by its standard address code'),
  room: text('按楼栋、单元、房号', 'by building, unit and room'),
  name: text('按名称', 'by its name'),
  plate: text('按门牌', 'by its door plate'),
  inside: text('坐标在其范围内', 'the position lies within it'),
  near: text('附近', 'nearby'),
  id: text('指定的空间', 'the place that was named'),
} as const
export type MatchKind = keyof typeof matchTexts
const matchKinds = Object.keys(matchTexts) as [MatchKind, ...MatchKind[]]

/** What was asked for and is not there: the place above it is offered instead. */
export const missingTexts = {
  unit: text('没有这个单元', 'there is no such unit'),
  house: text('没有这个房号', 'there is no such room'),
} as const
const missingKinds = Object.keys(missingTexts) as [keyof typeof missingTexts, ...(keyof typeof missingTexts)[]]

const match = z.object({
  by: z.enum(matchKinds),
  missing: z.array(z.enum(missingKinds)),
  /** From the position that was asked about. */
  metres: z.nullable(z.number()),
})

export const locatedSchema = L1(
  z.object({
    placeId: idSchema(),
    kind: z.enum(placeKinds),
    name: z.string(),
    /** 枫林雅苑 · 3幢 · 2单元 · 1201 */
    label: z.string(),
    match,
  }),
)
export type LocatedPlace = z.infer<typeof locatedSchema>

export const resolvedSchema = L2(
  z.object({
    ...locatedSchema.shape,
    /** 云溪街道 · 梧桐社区 · 枫林雅苑 · 3幢 · 2单元 · 1201 */
    address: z.string(),
    addressCode: z.nullable(z.string()),
    longitude: z.nullable(z.number()),
    latitude: z.nullable(z.number()),
    /** It is drawn there itself; else it is where the place around it is drawn. */
    isOwnPosition: z.boolean(),
    grid: z.nullable(z.object({ placeId: idSchema(), name: z.string() })),
  }),
)
export type ResolvedPlace = z.infer<typeof resolvedSchema>

const degrees = (most: number) => z.optional(z.coerce.number().check(z.minimum(-most), z.maximum(most)))
const asked = {
  /** 枫林雅苑3幢2单元1201, 3-2-1201, 3号楼2单元1201室, a name, or a standard address code. */
  q: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(80))),
  longitude: degrees(180),
  latitude: degrees(85),
}
const isSure = () => L1(z.boolean())

export const resolveEndpoints = {
  resolve: endpoint({
    id: 'map.resolve',
    method: 'GET',
    path: '/api/map/resolve',
    summary: text('地址、编码、坐标与房屋空间互查', 'From an address, a code or coordinates to a house or space, and back'),
    permission: 'map.read',
    scope: 'place',
    query: z.object({
      ...asked,
      placeId: z.optional(idSchema()),
      /** With coordinates: the houses on this floor of the building there. */
      floor: z.optional(z.coerce.number().check(z.int(), z.minimum(-9), z.maximum(200))),
    }),
    /** Sure when there is one answer that lacks nothing; else these are candidates. */
    response: L2(z.object({ items: z.array(resolvedSchema), isSure: isSure() })),
    rate: 'search',
  }),
  locate: endpoint({
    id: 'map.locate',
    method: 'GET',
    path: '/api/estates/:id/locate',
    summary: text('按地址或所在位置选择地点', 'Find a place of an estate by its address or where one stands: names only'),
    permission: 'signed-in',
    scope: 'none',
    params: z.object({ id: idSchema() }),
    query: z.object(asked),
    response: z.object({ items: z.array(locatedSchema), isSure: isSure() }),
    rate: 'search',
  }),
} as const
