import type { plateColours } from '@liren/contract/device-events'
import type { Signal } from '../../traits/trait.ts'
import type { Access, Anpr, Notice } from './codec.ts'
import type { TerminalAddress } from './index.ts'

const colours: Readonly<Record<string, (typeof plateColours)[number]>> = {
  ...{ blue: 'blue', yellow: 'yellow', white: 'white', black: 'black', green: 'green', newenergygreen: 'green' },
  ...{ newenergyyellowgreen: 'yellow-green' },
}
const slug = (text: string): string => text.replace(/[^a-zA-Z0-9._-]/g, '-').slice(0, 60)

function plateSignal(anpr: Anpr, { lane, direction }: TerminalAddress): Signal {
  const where = lane ?? anpr.line
  return {
    type: 'plate.read',
    values: {
      ...(where === undefined ? {} : { lane: where }),
      plate: anpr.plate.replace(/[\s·.]/g, '').slice(0, 20),
      colour: colours[anpr.colour?.toLowerCase() ?? ''] ?? 'unknown',
      ...(anpr.confidence === undefined ? {} : { confidencePercent: Math.min(100, Math.max(0, anpr.confidence)) }),
      direction,
      ...(anpr.vehicle ? { vehicle: slug(anpr.vehicle) } : {}),
      ...(anpr.vehicleColour ? { vehicleColour: slug(anpr.vehicleColour) } : {}),
      trigger: 'video',
      ...(anpr.id ? { record: anpr.id.slice(0, 64) } : {}),
    },
  }
}

/** Only the codes that are certain are translated; the pair of numbers stays for all others. */
const passages: Readonly<Record<number, 'card' | 'fingerprint' | 'face'>> = { 1: 'card', 38: 'fingerprint', 75: 'face' }

function accessSignal(told: Access): Signal {
  const door = told.doorNo === undefined ? {} : { door: told.doorNo }
  const method = told.majorEventType === 5 ? passages[told.subEventType] : undefined
  if (method !== undefined) {
    const credential = told.cardNo || told.employeeNoString
    return {
      type: 'passage',
      values: {
        ...door,
        isGranted: true,
        method,
        ...(credential ? { credential: credential.slice(0, 120) } : {}),
        ...(told.employeeNoString ? { person: told.employeeNoString.slice(0, 80) } : {}),
        ...(told.serialNo === undefined ? {} : { record: told.serialNo }),
        ...(told.mask === 'yes' || told.mask === 'no' ? { hasMask: told.mask === 'yes' } : {}),
      },
    }
  }
  if (told.majorEventType === 5 && told.subEventType === 21) return { type: 'door.unlocked', values: { ...door, by: 'unknown' } }
  if (told.majorEventType === 5 && told.subEventType === 22) return { type: 'door.locked', values: door }
  return {
    type: 'event.reported',
    values: {
      name: 'access',
      properties: { major: told.majorEventType, minor: told.subEventType, door: told.doorNo ?? null, record: told.serialNo ?? null },
    },
  }
}

const rules: Readonly<Record<string, 'line' | 'region' | 'entering' | 'leaving'>> = {
  ...{ linedetection: 'line', fielddetection: 'region', regionentrance: 'entering', regionexiting: 'leaving' },
}

function analyticSignal(notice: Extract<Notice, { kind: 'analytic' }>): Signal {
  const { isActive } = notice
  const type = notice.type.toLowerCase()
  const where = notice.channel === undefined ? {} : { channel: notice.channel }
  const rule = rules[type]
  if (rule !== undefined) {
    const target = ({ human: 'person', vehicle: 'vehicle' } as const)[notice.target ?? '']
    return { type: 'camera.intrusion', values: { ...where, isActive, rule, ...(target ? { target } : {}) } }
  }
  if (type === 'shelteralarm' || type === 'tamperdetection') return { type: 'camera.occluded', values: { ...where, isActive } }
  if (type === 'videoloss') return { type: 'camera.video-lost', values: { ...where, isActive } }
  return { type: 'camera.detected', values: { ...where, isActive, kind: slug(notice.type) } }
}

export interface Meaning {
  readonly signals: readonly Signal[]
  /** The notice's own identity, where it has one. */
  readonly key?: string
}

/** What a notice means. Signs of life say nothing else. */
export function meaningOf(notice: Notice, address: TerminalAddress): Meaning {
  switch (notice.kind) {
    case 'anpr':
      return { signals: [plateSignal(notice.anpr, address)], key: `anpr/${notice.anpr.id ?? `${notice.anpr.plate}/${notice.at ?? 0}`}` }
    case 'access': {
      const { serialNo } = notice.access
      return { signals: [accessSignal(notice.access)], ...(serialNo === undefined ? {} : { key: `access/${serialNo}/${notice.at ?? 0}` }) }
    }
    case 'analytic':
      return { signals: [analyticSignal(notice)] }
    case 'alive':
      return { signals: [] }
  }
}
