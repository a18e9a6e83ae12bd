import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { dataClasses, deviceLayers } from '../thing/layers.ts'
import { presenceStates } from './shapes.ts'

const stockSchema = L2(
  z.object({
    productId: idSchema(),
    code: z.string(),
    name: z.string(),
    /** An item of the dictionary `device-type`. */
    category: z.string(),
    kind: z.string(),
    protocol: z.string(),
    layer: z.enum(deviceLayers),
    dataClass: z.enum(dataClasses),
    /** Registered and not installed yet. */
    planned: z.number(),
    /** In place: running, maintained or stopped. */
    installed: z.number(),
    online: z.number(),
  }),
)
export type Stock = z.infer<typeof stockSchema>

const keptSchema = L2(
  z.object({
    id: idSchema(),
    code: z.string(),
    name: z.string(),
    kind: z.string(),
    productName: z.nullable(z.string()),
    placeName: z.nullable(z.string()),
    presence: z.enum(presenceStates),
    heardAt: z.nullable(instantSchema()),
    /** The meter of one home: no value is shown. */
    withheld: z.boolean(),
    /** The latest of each property, newest first. */
    values: z.array(
      z.object({
        property: z.string(),
        zh: z.string(),
        en: z.string(),
        unit: z.nullable(z.string()),
        value: z.union([z.number(), z.boolean(), z.string()]),
        /** What people call this value, where it is one of a few. */
        called: z.nullable(z.object({ zh: z.string(), en: z.string() })),
        at: instantSchema(),
      }),
    ),
  }),
)
export type WarehouseItem = z.infer<typeof keptSchema>

/** What a house has in devices, and what they told, by the four stores of the standard. */
export const warehouseEndpoints = {
  inventory: endpoint({
    id: 'device.inventory',
    method: 'GET',
    path: '/api/device-inventory',
    summary: text('设备目录与安装数量', 'Every product that is supported, and how many of it are installed here'),
    permission: 'device.read',
    scope: 'place',
    query: z.object({ placeId: z.optional(idSchema()), layer: z.optional(z.enum(deviceLayers)) }),
    response: z.object({ items: z.array(stockSchema) }),
    rate: 'read',
  }),
  warehouse: endpoint({
    id: 'device.warehouse',
    method: 'GET',
    path: '/api/device-warehouse',
    summary: text('物联数据仓', 'What devices of one store told last, device by device'),
    permission: 'device.read',
    scope: 'place',
    query: z.object({ ...pageQuery, store: z.enum(dataClasses), placeId: z.optional(idSchema()) }),
    response: pageOf(keptSchema),
    rate: 'read',
  }),
} as const
