import type { AlarmKind, AlarmLevel } from '@liren/contract/capabilities/alarm'
import { isWithin } from '@liren/contract/charging/limits'
import type { DeviceEvent, DeviceEventType } from '@liren/contract/device-events'

/** What an event means: something began, or something is over. */
export interface Finding {
  readonly kind: AlarmKind
  readonly isActive: boolean
  /** Which door, loop, connector; alarms of different parts stand side by side. */
  readonly part?: string | undefined
  /** Where it is worse or milder than its kind usually is. */
  readonly level?: AlarmLevel | undefined
}

type Values<T extends DeviceEventType> = Extract<DeviceEvent, { type: T }>['values']
type Table = { readonly [T in DeviceEventType]?: (values: Values<T>) => Finding | readonly Finding[] | undefined }

const began = (kind: AlarmKind, part?: string | number, level?: AlarmLevel): Finding => ({
  kind,
  isActive: true,
  part: textOf(part),
  level,
})
const over = (kind: AlarmKind, part?: string | number): Finding => ({ kind, isActive: false, part: textOf(part) })
const stands = (kind: AlarmKind, isActive: boolean, part?: string | number, level?: AlarmLevel): Finding => ({
  ...(isActive ? began(kind, part, level) : over(kind, part)),
})
/** A camera that tells only beginnings never takes one back. */
const seen = (kind: AlarmKind, isActive: boolean | undefined, part?: string) => stands(kind, isActive !== false, part)
const textOf = (part: string | number | undefined): string | undefined => (part === undefined ? undefined : String(part).slice(0, 60))

interface FirePart {
  readonly address?: string | undefined
  readonly zone?: string | undefined
  readonly loop?: number | undefined
  readonly node?: number | undefined
}
const partOf = ({ address, zone, loop, node }: FirePart): string | undefined =>
  address ?? (loop === undefined ? zone : `${loop}-${node ?? 0}`)

const faultLevels = { critical: 2, major: 3, minor: 4 } as const
/** Battery low, signal weak: worth a visit, not a rush. */
const mildMeters = new Set(['low-battery', 'power-lost', 'empty-pipe'])
const graveMeters = new Set(['burst', 'leak', 'gas-leak', 'overload'])
const electrical = new Set(['overload', 'overcurrent', 'overvoltage', 'residual-current', 'over-temperature', 'arc'])

/** Every event of the vocabulary that is an alarm, or the end of one. What is not here is none. */
const table: Table = {
  'fire.alarmed': (v) => (v.isTest ? undefined : began(v.kind === 'gas' ? 'gas' : v.kind === 'smoke' ? 'smoke' : 'fire', partOf(v))),
  'fire.cleared': (v) => (['fire', 'smoke', 'gas'] as const).map((kind) => over(kind, partOf(v))),
  'fire.fault': (v) => stands('fire-fault', v.isActive, partOf(v)),
  'fire.shielded': (v) => stands('fire-shielded', v.isActive, partOf(v)),
  'fire.power': (v) => stands('fire-power', v.isFaulty, v.source),
  'fire.watch': (v) => stands('fire-watch', !v.isAnswered),
  'hydrant.opened': () => began('hydrant', 'opened'),
  'hydrant.closed': () => over('hydrant', 'opened'),
  'hydrant.disturbed': (v) => stands('hydrant', v.isActive, v.kind),
  'lift.trapped': (v) => stands('lift-trapped', v.isActive),
  'lift.call-button': () => began('lift-call'),
  'lift.fault': (v) => stands('lift-fault', v.isActive, v.code),
  'lift.overloaded': (v) => stands('lift-overloaded', v.isActive),
  'lift.ebike': (v) => stands('lift-ebike', v.isInside),
  'door.forced': (v) => began('door-forced', v.door),
  'door.held-open': (v) => began('door-held-open', v.door),
  'door.closed': (v) => [over('door-held-open', v.door), over('door-forced', v.door)],
  'door.duress': (v) => began('duress', v.door),
  'camera.intrusion': (v) => seen('perimeter', v.isActive, v.zone),
  'camera.crowd': (v) => seen('crowd', v.isActive, v.zone),
  'camera.person-down': (v) => seen('person-down', v.isActive, v.zone),
  'camera.left-object': (v) => seen('left-object', v.isActive, v.zone),
  'camera.falling-object': (v) => began('falling-object', v.zone),
  'camera.ebike': (v) => seen('ebike', v.isActive, v.behaviour),
  'camera.passage-blocked': (v) => seen('passage-blocked', v.isActive, v.zone),
  'camera.smoke': (v) => seen(v.kind === 'smoke' ? 'smoke' : 'fire', v.isActive, v.zone),
  'camera.occluded': (v) => stands('camera-blind', v.isActive),
  'camera.video-lost': (v) => stands('camera-blind', v.isActive),
  'voice.call': (v) => (v.state === 'missed' ? began('call', v.button) : v.state === 'answered' ? over('call', v.button) : undefined),
  'manhole.moved': (v) => stands('manhole', v.isOpen),
  'manhole.water': (v) => stands('manhole-water', v.isHigh),
  'bin.level': (v) => stands('bin-full', v.percent >= 90),
  'bin.burning': (v) => stands('bin-burning', v.isActive),
  'bin.misused': (v) => began('bin-misused', v.kind),
  'bin.tilted': (v) => stands('bin-tilted', v.isActive),
  'lamp.fault': (v) => stands('lamp-fault', v.isActive, v.kind),
  'pump.state': (v) => (v.hasFault === undefined ? undefined : stands('pump-fault', v.hasFault)),
  'fan.state': (v) => (v.hasFault === undefined ? undefined : stands('fan-fault', v.hasFault)),
  'environment.exceeded': (v) => stands('environment', v.isActive, v.factor),
  'water.leak': (v) => stands('water-leak', v.isActive, v.zone),
  'water.level': (v) =>
    v.isHigh === undefined && v.isLow === undefined ? undefined : stands('water-level', v.isHigh === true || v.isLow === true),
  'meter.alarm': (v) =>
    electrical.has(v.kind)
      ? stands('electrical', v.isActive, v.kind)
      : stands('meter', v.isActive, v.kind, mildMeters.has(v.kind) ? 4 : graveMeters.has(v.kind) ? 2 : undefined),
  'pile.input': (v) => [
    ...(v.volts === undefined ? [] : [stands('charging-power', !isWithin('volts', v.volts), inputPart('volts', v.phase))]),
    ...(v.hertz === undefined ? [] : [stands('charging-power', !isWithin('hertz', v.hertz), 'hertz')]),
  ],
  'device.fault': (v) =>
    v.level === 'info' ? undefined : began('device-fault', faultPart(v), v.level === undefined ? undefined : faultLevels[v.level]),
  'device.recovered': (v) => over('device-fault', faultPart(v)),
  'device.tampered': (v) => stands('device-tampered', v.isActive, v.part),
  'event.reported': (v) =>
    v.level === 'alarm' || v.level === 'urgent' ? began('device-told', v.name, v.level === 'urgent' ? 2 : undefined) : undefined,
}

const inputPart = (of: string, phase: string | undefined): string => (phase === undefined ? of : `${of}@${phase}`)

function faultPart({ code, part }: { code: string; part?: string | undefined }): string {
  return (part === undefined ? code : `${part}@${code}`).slice(0, 60)
}

/** Devices whose silence is an alarm of its own; that a lamp is silent is seen in its list. */
const watched: Readonly<Record<string, AlarmLevel>> = { fire: 2, lift: 2, smoke: 3, hydrant: 3, door: 3, camera: 3, gas: 2, manhole: 4 }

/** What this event of a device of this kind begins or ends. */
export function findingsOf(event: { type: string; values: Readonly<Record<string, unknown>> }, deviceKind: string): readonly Finding[] {
  if (event.type === 'device.online') return [over('device-offline')]
  if (event.type === 'device.offline') {
    const level = watched[deviceKind]
    return level === undefined || event.values.reason === 'switched-off' ? [] : [began('device-offline', undefined, level)]
  }
  if (deviceKind === 'fire-door' && event.type === 'door.opened') return [began('fire-door-open', event.values.door as number | undefined)]
  if (deviceKind === 'fire-door' && event.type === 'door.closed') return [over('fire-door-open', event.values.door as number | undefined)]
  const find = table[event.type as DeviceEventType] as ((values: unknown) => Finding | readonly Finding[] | undefined) | undefined
  const found = find?.(event.values)
  return found === undefined ? [] : Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding]
}

/** Events that can begin or end an alarm; everything else is passed by without asking for its device. */
export const isTelling = (type: string): boolean =>
  type in table || type === 'device.online' || type === 'device.offline' || type === 'door.opened'
