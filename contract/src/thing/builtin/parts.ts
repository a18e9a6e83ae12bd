import type { PresenceClass } from '../../device-register.ts'
import type { Parameter, Property, Service, ThingModel } from '../model.ts'

/** A product that every installation has: it can be used as it is, or be the pattern for one's own. */
export interface BuiltinProduct {
  readonly code: string
  readonly name: string
  readonly category: string
  readonly kind: string
  readonly protocol: string
  readonly model: string
  readonly grade: 'high' | 'low'
  readonly presence: PresenceClass
  readonly maintenanceDays: number | null
  readonly thing: ThingModel
}

type More = Partial<Omit<Property, 'text'>>
type Words = readonly [zh: string, en: string]
const words = ([zh, en]: Words) => ({ zh, en })

/** A measured number that an event brings under its own name. */
export const measured = (event: string, field: string, zh: string, en: string, unit: string, more: More = {}): Property => ({
  ...{ code: field, text: { zh, en }, type: 'number', unit, access: 'read', from: { event, field } },
  ...more,
})

export const flag = (event: string, field: string, code: string, zh: string, en: string, more: More = {}): Property => ({
  ...{ code, text: { zh, en }, type: 'boolean', access: 'read', from: { event, field } },
  ...more,
})

/** Yes after one event, no after the other. */
export const between = (code: string, yes: string, no: string, zh: string, en: string): Property => ({
  ...{ code, text: { zh, en }, type: 'boolean', access: 'read' },
  when: [
    { event: yes, value: true },
    { event: no, value: false },
  ],
})

export const oneOf = (
  event: string,
  field: string,
  zh: string,
  en: string,
  options: Readonly<Record<string, Words>>,
  more: More = {},
): Property => ({
  ...{ code: field, text: { zh, en }, type: 'enum', access: 'read', from: { event, field } },
  options: Object.entries(options).map(([value, label]) => ({ value, text: words(label) })),
  ...more,
})

export const says = (code: string, zh: string, en: string, level: 'info' | 'warning' | 'alarm' | 'fault', params: Parameter[] = []) => ({
  ...{ code, text: { zh, en }, level, params },
})

export const param = (code: string, type: Parameter['type'], zh: string, en: string, more: Partial<Parameter> = {}): Parameter => ({
  ...{ code, text: { zh, en }, type, isOptional: true },
  ...more,
})

export const does = (
  code: string,
  zh: string,
  en: string,
  params: Parameter[] = [],
  more: Partial<Pick<Service, 'isDangerous' | 'ttlSeconds'>> = {},
): Service => ({ ...{ code, text: { zh, en }, params, isDangerous: false, ttlSeconds: 30 }, ...more })

export const battery: Property = measured('device.battery', 'percent', '电量', 'Battery', '%', { code: 'battery', min: 0, max: 100 })
export const identify = does('device.identify', '点名', 'Show yourself')
export const reboot = does('device.reboot', '重启', 'Restart', [], { isDangerous: true, ttlSeconds: 60 })

export const builtin = (
  code: string,
  name: string,
  [category, kind, protocol]: readonly [string, string, string],
  presence: PresenceClass,
  thing: Partial<ThingModel>,
  more: Partial<Pick<BuiltinProduct, 'grade' | 'maintenanceDays' | 'model'>> = {},
): BuiltinProduct => ({
  ...{ code, name, category, kind, protocol, presence, model: name, grade: 'low' as const, maintenanceDays: 180 },
  ...{ thing: { properties: [], events: [], services: [], ...thing } },
  ...more,
})
