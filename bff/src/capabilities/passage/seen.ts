import { type PassageDirection, type PassageKind, type PassageMethod, passageMethodNames } from '@liren/contract/capabilities/passage'
import type { ToldEvent } from '../device/read.ts'

/** What a gate saw, before anybody asked the files. */
export interface Seen {
  readonly kind: PassageKind
  readonly eventId: string | null
  readonly gateId: string
  readonly at: number
  readonly direction: PassageDirection | undefined
  readonly method: PassageMethod
  readonly isAdmitted: boolean
  readonly reason?: string | undefined
  readonly credential?: string | undefined
  /** The name under which the device keeps the person. */
  readonly person?: string | undefined
  readonly plate?: string | undefined
  readonly plateColour?: string | undefined
  readonly vehicleColour?: string | undefined
  readonly similarity?: number | undefined
  readonly temperatureC?: number | undefined
  readonly hasMask?: boolean | undefined
  readonly photo?: string | undefined
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined)
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
const way = (value: unknown): PassageDirection | undefined => (value === 'in' || value === 'out' ? value : undefined)
const methodOf = (value: unknown): PassageMethod => passageMethodNames.find((name) => name === value) ?? 'unknown'

/** The two events of the vocabulary by which somebody or something went through; undefined for every other. */
export function seenOf({ id, deviceId, type, at, values: v }: ToldEvent): Seen | undefined {
  const common = { eventId: id, gateId: deviceId, at, direction: way(v.direction), photo: text(v.photo) }
  if (type === 'passage')
    return {
      ...{ ...common, kind: 'person', method: methodOf(v.method), isAdmitted: v.isGranted === true, reason: text(v.reason) },
      ...{ credential: text(v.credential), person: text(v.person), similarity: number(v.similarityPercent) },
      ...{ temperatureC: number(v.temperatureC), hasMask: typeof v.hasMask === 'boolean' ? v.hasMask : undefined },
    }
  if (type === 'plate.read')
    return {
      ...{ ...common, kind: 'vehicle', method: 'plate', isAdmitted: v.isListed !== false, plate: text(v.plate) },
      ...{ reason: v.isListed === false ? '不在放行名单' : undefined, similarity: number(v.confidencePercent) },
      ...{ plateColour: text(v.colour), vehicleColour: text(v.vehicleColour) },
    }
  return undefined
}
