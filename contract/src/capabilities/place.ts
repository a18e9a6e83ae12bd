import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** 市 / 区 / 街道 / 社区 / 小区 / 网格 / 楼栋 / 单元 / 房屋 / 公共区域 */
export const placeKinds = ['city', 'district', 'street', 'community', 'estate', 'grid', 'building', 'unit', 'house', 'area'] as const
export type PlaceKind = (typeof placeKinds)[number]

export const placeKindTexts: Readonly<Record<PlaceKind, { zh: string; en: string }>> = {
  city: text('市', 'City'),
  district: text('区', 'District'),
  street: text('街道', 'Street'),
  community: text('社区', 'Community'),
  estate: text('小区', 'Estate'),
  grid: text('网格', 'Grid'),
  building: text('楼栋', 'Building'),
  unit: text('单元', 'Unit'),
  house: text('房屋', 'House'),
  area: text('公共区域', 'Public area'),
}

/** What may stand directly under what. A grid is a second division of the community, beside its estates. */
export const placeChildren: Readonly<Record<PlaceKind, readonly PlaceKind[]>> = {
  city: ['district', 'street'],
  district: ['street'],
  street: ['community'],
  community: ['estate', 'grid', 'area'],
  estate: ['building', 'area'],
  grid: [],
  building: ['unit', 'house', 'area'],
  unit: ['house', 'area'],
  house: [],
  area: [],
}

const kind = () => z.enum(placeKinds)
/** One step of the path; short, so that eight levels fit an index. */
const code = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,19}$/))
const name = () => z.string().check(z.trim(), z.minLength(1), z.maxLength(60))
/** Named, so that a role can be refused to write it. */
const nameInput = () => field(name(), { level: 'L1', key: 'place.name', label: text('空间名称', 'Name of a place') })
const longitude = () => z.number().check(z.minimum(-180), z.maximum(180))
const latitude = () => z.number().check(z.minimum(-90), z.maximum(90))
/** Square metres with two decimals at most. */
const area = () => z.number().check(z.positive(), z.maximum(1_000_000))

export const placeNameSchema = L1(z.object({ id: idSchema(), kind: kind(), name: z.string() }))

export const placeSchema = L2(
  z.object({
    id: idSchema(),
    kind: kind(),
    code: z.string(),
    name: z.string(),
    /** `/jl/yx/wt/fl/` */
    path: z.string(),
    /** 云溪街道 · 梧桐社区 · 枫林雅苑 · 3幢 */
    fullName: z.string(),
    parentId: z.nullable(idSchema()),
    sort: z.number(),
    hasChildren: z.boolean(),
    gridId: z.nullable(idSchema()),
    floor: z.nullable(z.number()),
    area: z.nullable(z.number()),
    longitude: z.nullable(z.number()),
    latitude: z.nullable(z.number()),
    /** The 25-digit or local standard address code, where there is one. */
    addressCode: z.nullable(z.string()),
    isRetired: z.boolean(),
    version: versionSchema(),
  }),
)
export type Place = z.infer<typeof placeSchema>

const placeDetail = L2(z.object({ ...placeSchema.shape, breadcrumb: z.array(placeNameSchema) }))

const matrixSchema = L2(
  z.object({
    building: placeNameSchema,
    units: z.array(z.object({ id: z.nullable(idSchema()), name: z.string() })),
    /** Top floor first. */
    floors: z.array(z.number()),
    rooms: z.array(
      z.object({
        id: idSchema(),
        name: z.string(),
        unitId: z.nullable(idSchema()),
        floor: z.number(),
        /** Nobody bound, an owner lives there, or it is let. */
        state: z.enum(['empty', 'owned', 'let']),
        members: z.number(),
      }),
    ),
  }),
)

const details = {
  name: nameInput(),
  sort: z.optional(z.number().check(z.int(), z.minimum(0), z.maximum(1_000_000))),
  gridId: z.optional(z.nullable(idSchema())),
  floor: z.optional(z.nullable(z.number().check(z.int(), z.minimum(-9), z.maximum(200)))),
  area: z.optional(z.nullable(area())),
  longitude: z.optional(z.nullable(longitude())),
  latitude: z.optional(z.nullable(latitude())),
  addressCode: z.optional(z.nullable(z.string().check(z.maxLength(40)))),
}

const errors = {
  'place.wrong-parent': { status: 422, text: text('这种场所不能放在该上级之下', 'This kind of place cannot stand under that parent') },
  'place.code-taken': { status: 409, text: text('同一上级下已有这个编码', 'This code is already used under the same parent') },
  'place.in-use': { status: 409, text: text('下级或住户仍在使用，不能撤销', 'Places or households under it are still in use') },
  'place.path-too-long': { status: 422, text: text('层级编码过长', 'The path of codes would be too long') },
} as const

const byId = z.object({ id: idSchema() })

export const place = capability({
  name: 'place',
  text: text('空间', 'Places'),
  permissions: [
    permission('place.read', '查看空间档案', 'See places', ['admin', 'staff', 'grid']),
    permission('place.manage', '维护空间档案', 'Manage places', ['admin']),
  ],
  events: ['place.created', 'place.changed', 'place.moved', 'place.retired'],
  endpoints: {
    list: endpoint({
      id: 'place.list',
      method: 'GET',
      path: '/api/places',
      summary: text('按上级、类型或名称查找', 'Children of a place, or search by name'),
      permission: 'place.read',
      scope: 'place',
      query: z.object({
        ...pageQuery,
        parentId: z.optional(idSchema()),
        kind: z.optional(kind()),
        q: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(60))),
        retired: z.optional(z.stringbool()),
      }),
      response: pageOf(placeSchema),
      rate: 'read',
    }),
    read: endpoint({
      id: 'place.read',
      method: 'GET',
      path: '/api/places/:id',
      summary: text('空间详情与上级', 'A place with its breadcrumb'),
      permission: 'place.read',
      scope: 'place',
      params: byId,
      response: placeDetail,
      rate: 'read',
    }),
    matrix: endpoint({
      id: 'place.matrix',
      method: 'GET',
      path: '/api/places/:id/matrix',
      summary: text('楼栋表：单元与楼层', 'A building as units and floors'),
      permission: 'place.read',
      scope: 'place',
      params: byId,
      response: matrixSchema,
      rate: 'read',
    }),
    estates: endpoint({
      id: 'place.estates',
      method: 'GET',
      path: '/api/estates',
      summary: text('附近或按名称的小区', 'Estates nearby or by name, for guests'),
      permission: 'public',
      scope: 'none',
      query: z.object({
        q: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(30))),
        longitude: z.optional(z.coerce.number().check(z.minimum(-180), z.maximum(180))),
        latitude: z.optional(z.coerce.number().check(z.minimum(-90), z.maximum(90))),
      }),
      response: L1(
        z.object({
          items: z.array(z.object({ id: idSchema(), name: z.string(), community: z.string(), metres: z.optional(z.number()) })),
        }),
      ),
      rate: 'read',
      cache: { fresh: 60, stale: 86_400, vary: 'public' },
    }),
    rooms: endpoint({
      id: 'place.rooms',
      method: 'GET',
      path: '/api/estates/:id/rooms',
      summary: text('选房：某一级之下的名称', 'Room picker: names under an estate, building or unit'),
      permission: 'signed-in',
      scope: 'none',
      params: byId,
      query: z.object({ under: z.optional(idSchema()) }),
      response: L2(z.object({ items: z.array(L1(z.object({ id: idSchema(), kind: kind(), name: z.string() }))) })),
      rate: 'search',
    }),
    create: endpoint({
      id: 'place.create',
      method: 'POST',
      path: '/api/places',
      summary: text('新建空间', 'Create a place'),
      permission: 'place.manage',
      scope: 'place',
      body: z.object({ parentId: z.nullable(idSchema()), kind: kind(), code: code(), ...details }),
      response: placeSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'place.created',
      errors,
    }),
    update: endpoint({
      id: 'place.update',
      method: 'PATCH',
      path: '/api/places/:id',
      summary: text('修改空间', 'Change a place'),
      permission: 'place.manage',
      scope: 'place',
      params: byId,
      body: z.object({ ...details, name: z.optional(nameInput()), version: versionSchema() }),
      response: placeSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'place.changed',
      errors,
    }),
    move: endpoint({
      id: 'place.move',
      method: 'POST',
      path: '/api/places/:id/move',
      summary: text('移动到另一上级之下（含全部下级）', 'Move a place and everything under it'),
      permission: 'place.manage',
      scope: 'place',
      params: byId,
      body: z.object({ parentId: idSchema(), code: z.optional(code()), version: versionSchema() }),
      response: placeSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'place.moved',
      errors,
    }),
    retire: endpoint({
      id: 'place.retire',
      method: 'DELETE',
      path: '/api/places/:id',
      summary: text('撤销空间', 'Retire a place'),
      permission: 'place.manage',
      scope: 'place',
      params: byId,
      query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'place.retired',
      errors,
    }),
  },
})
