import { sourceCodes } from '../archive/source.ts'
import { domainCodes, grades } from '../catalogue/domains.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { field, L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** The three of 未来社区 §5.4; what the house keeps for itself is in none of them. */
export const dataWarehouses = ['iot', 'base', 'scene'] as const
export type DataWarehouse = (typeof dataWarehouses)[number]

/** The six kinds of records that the base warehouse gathers, each found with its lineage. */
export const baseKinds = ['person', 'house', 'vehicle', 'space', 'device', 'map'] as const
export type BaseKind = (typeof baseKinds)[number]

/** What is counted of each warehouse: the records themselves, not the settings and sums beside them. */
export const warehouseKinds = {
  passage: text('通行记录', 'Passages'),
  zone: text('边界记录', 'The book of the boundary'),
  event: text('设备事件', 'Events of devices'),
  energy: text('日用量', 'Use by day'),
  person: text('人员', 'People'),
  house: text('房屋', 'Houses'),
  vehicle: text('车辆', 'Vehicles'),
  space: text('公共空间', 'Public spaces'),
  device: text('设施设备', 'Facilities and devices'),
  map: text('社区地图', 'Map of the community'),
  repair: text('报修', 'Repairs'),
  alarm: text('告警', 'Alarms'),
  org: text('组织', 'Organisations'),
} as const satisfies Record<string, Text>
export type WarehouseKind = keyof typeof warehouseKinds
const kindCodes = Object.keys(warehouseKinds) as [WarehouseKind, ...WarehouseKind[]]

const counted = z.object({ code: z.string(), text: textSchema, records: z.number() })

export const warehouseSchema = L1(
  z.object({
    warehouse: z.enum(dataWarehouses),
    text: textSchema,
    /** What the catalogue knows of it. */
    databases: z.array(
      z.object({
        domain: z.enum(domainCodes),
        text: textSchema,
        owner: z.string(),
        tables: z.array(z.object({ table: z.string(), text: textSchema, grade: z.nullable(z.enum(grades)) })),
      }),
    ),
    /** Kinds that the viewer may read, as they were when they were measured last. */
    kinds: z.array(
      z.object({
        kind: z.enum(kindCodes),
        text: textSchema,
        domain: z.enum(domainCodes),
        table: z.string(),
        records: z.number(),
        newestAt: z.nullable(instantSchema()),
        /** Records with at least one fault. */
        faulty: z.number(),
        sources: z.array(counted),
        rules: z.array(counted),
        measuredAt: z.nullable(instantSchema()),
      }),
    ),
  }),
)
export type WarehouseFigures = z.infer<typeof warehouseSchema>

const named = {
  kind: z.enum(baseKinds),
  id: idSchema(),
  title: field(z.string(), { level: 'L3', mask: 'name' }),
  place: z.nullable(z.string()),
}

export const warehouseRecordSchema = L2(
  z.object({ ...named, source: z.nullable(z.enum(sourceCodes)), sourceText: textSchema, at: instantSchema() }),
)
export type WarehouseRecord = z.infer<typeof warehouseRecordSchema>

/** Where a record goes: other files that name it, data sets that hand it on, the warehouse that its messages fill. */
export const lineageEnds = ['file', 'dataset', 'warehouse', 'place'] as const

export const warehouseLineageSchema = L2(
  z.object({
    ...named,
    /** Every step that made it what it is, the latest first. */
    from: z.array(
      z.object({
        at: instantSchema(),
        by: z.nullable(z.string()),
        action: z.string(),
        sourceText: z.nullable(textSchema),
        reason: z.nullable(z.string()),
      }),
    ),
    /** Outside systems that told of it, and what it is called there. */
    systems: z.array(z.object({ system: z.string(), ref: z.string(), firstAt: instantSchema(), lastAt: instantSchema() })),
    to: z.array(z.object({ end: z.enum(lineageEnds), name: field(z.string(), { level: 'L3', mask: 'name' }) })),
    /** More files are linked that the viewer may not read, or than are shown. */
    isCut: z.boolean(),
  }),
)
export type WarehouseLineage = z.infer<typeof warehouseLineageSchema>

const read = { permission: 'warehouse.read', scope: 'place', rate: 'search' } as const

export const warehouse = capability({
  name: 'warehouse',
  text: text('数据仓', 'Data warehouses'),
  permissions: [
    permission('warehouse.read', '查看数据仓与数据来源去向', 'See the data warehouses and where records come from and go', ['admin']),
  ],
  events: [],
  endpoints: {
    list: endpoint({
      id: 'warehouse.list',
      method: 'GET',
      path: '/api/warehouses',
      summary: text('物联、基础、场景三个数据仓', 'The three warehouses: what they hold, from where, how good'),
      ...read,
      response: z.object({ items: z.array(warehouseSchema) }),
    }),
    records: endpoint({
      id: 'warehouse.records',
      method: 'GET',
      path: '/api/warehouse-records/:kind',
      summary: text('基础数据仓的记录', 'Records of the base warehouse'),
      ...read,
      params: z.object({ kind: z.enum(baseKinds) }),
      query: z.object({ ...pageQuery }),
      response: pageOf(warehouseRecordSchema),
    }),
    lineage: endpoint({
      id: 'warehouse.lineage',
      method: 'GET',
      path: '/api/warehouse-records/:kind/:id',
      summary: text('一条记录的来源与去向', 'Where a record comes from and where it goes'),
      ...read,
      params: z.object({ kind: z.enum(baseKinds), id: idSchema() }),
      response: warehouseLineageSchema,
    }),
  },
})
