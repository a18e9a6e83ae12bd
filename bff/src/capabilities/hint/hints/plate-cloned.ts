import { metresApart } from '@liren/contract/map/position'
import { dayMs, type Evidence, type Find, type Finding, param, type VehiclePass } from '../evidence.ts'

/** Gates nearer to each other than this see the same car twice. */
const nearMetres = 120
const plateColourOf: Readonly<Record<string, readonly string[]>> = { blue: ['blue'], green: ['green', 'yellow-green'], yellow: ['yellow'] }

/** One plate cannot be at two gates at once, nor change its colour. */
export const plateCloned: Find = async (evidence, params) => {
  const found = new Map<string, Finding>()
  let before: VehiclePass | undefined
  for (const pass of await evidence.vehiclePasses(evidence.now - param(params, 'days') * dayMs)) {
    const finding = (before?.key === pass.key ? tooFast(before, pass, param(params, 'speed')) : undefined) ?? otherColour(pass)
    if (finding && !found.has(pass.key)) found.set(pass.key, finding)
    before = pass
  }
  return [...found.values()]
}

const about = (pass: VehiclePass) => ({ key: pass.key, subjectId: pass.vehicleId, placePath: pass.placePath })

function tooFast(a: VehiclePass, b: VehiclePass, limit: number): Finding | undefined {
  if (a.gateId === b.gateId || a.longitude === null || a.latitude === null || b.longitude === null || b.latitude === null) return undefined
  const metres = metresApart([a.longitude, a.latitude], [b.longitude, b.latitude])
  const hours = (b.at - a.at) / 3_600_000
  const speed = hours <= 0 ? 9999 : Math.min(9999, Math.round(metres / 1000 / hours))
  if (metres < nearMetres || speed <= limit) return undefined
  const facts = { metres: Math.round(metres), minutes: Math.round(((b.at - a.at) / 60_000) * 10) / 10, speed }
  return { ...about(b), facts, passageIds: [a.id, b.id], confidence: 85 }
}

function otherColour(pass: VehiclePass): Finding | undefined {
  const plates = plateColourOf[pass.plateKind ?? '']
  if (plates && pass.plateColour !== null && pass.plateColour !== 'unknown' && !plates.includes(pass.plateColour))
    return { ...about(pass), facts: { colour: pass.plateKind, seenColour: pass.plateColour }, passageIds: [pass.id], confidence: 75 }
  const [file, seen] = [pass.fileColour, pass.vehicleColour]
  if (file === null || seen === null || file === 'other' || seen === 'unknown' || file === seen || alike(file, seen)) return undefined
  return { ...about(pass), facts: { colour: file, seenColour: seen }, passageIds: [pass.id], confidence: 65 }
}

/** Cameras at dusk take these for each other. */
const shades = [new Set(['white', 'silver', 'grey']), new Set(['black', 'grey', 'blue', 'brown'])]
const alike = (a: string, b: string): boolean => shades.some((shade) => shade.has(a) && shade.has(b))

export type { Evidence }
