import { text } from '../kernel/text.ts'

/** What a product is in the layer of facilities: what feels, what names a thing, what carries words, and what works. */
export const deviceLayers = ['sensor', 'tag', 'module', 'equipment'] as const
export type DeviceLayer = (typeof deviceLayers)[number]
export const deviceLayerTexts: Readonly<Record<DeviceLayer, ReturnType<typeof text>>> = {
  sensor: text('传感器', 'Sensors'),
  tag: text('电子标签与识读', 'Tags and their readers'),
  module: text('通信模组与网关', 'Modules and gateways'),
  equipment: text('设备与控制器', 'Equipment and controllers'),
}

const tags = new Set(['reader', 'tag'])
const modules = new Set(['gateway', 'module'])
const sensors = new Set([
  ...['sensor', 'environment', 'water', 'smoke', 'gas', 'electrical', 'hydrant', 'manhole', 'fire-door', 'fire-lane'],
  ...['perimeter', 'parking-space', 'meter', 'bin', 'pole', 'sewage', 'counter'],
])

/** By the kind of thing; a door that speaks as a typed sensor only tells that it is open. */
export function layerOf({ kind, protocol }: { readonly kind: string; readonly protocol: string }): DeviceLayer {
  if (tags.has(kind)) return 'tag'
  if (modules.has(kind)) return 'module'
  return sensors.has(kind) || (kind === 'door' && protocol === 'mqtt-sensor') ? 'sensor' : 'equipment'
}

/** The four stores of the warehouse of things: who comes and goes, what happens outside, what serves all, what is used up. */
export const dataClasses = ['entrance', 'area', 'facility', 'energy'] as const
export type DataClass = (typeof dataClasses)[number]
export const dataClassTexts: Readonly<Record<DataClass, ReturnType<typeof text>>> = {
  entrance: text('出入口行为库', 'Entrances'),
  area: text('公共区域态势库', 'Public areas'),
  facility: text('公共服务设施库', 'Public facilities'),
  energy: text('低碳能耗库', 'Energy and carbon'),
}

/** Types of devices (dictionary `device-type`) of each store. What a house adds by itself serves all, until it is said otherwise. */
export const dataClassCategories: Readonly<Record<Exclude<DataClass, 'facility'>, readonly string[]>> = {
  entrance: ['entrance', 'parking'],
  area: ['safety', 'environment'],
  energy: ['metering', 'charging'],
}

export const dataClassOf = (category: string): DataClass =>
  (['entrance', 'area', 'energy'] as const).find((one) => dataClassCategories[one].includes(category)) ?? 'facility'
