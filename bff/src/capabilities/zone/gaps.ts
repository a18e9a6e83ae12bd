import type { ZoneGap } from '@liren/contract/capabilities/zone'
import { type CountedZone, installationOf } from './row.ts'

/** What keeps a zone from being used: without these nobody knows what it covers. */
export const blocking: readonly ZoneGap[] = ['no-detector', 'undrawn', 'no-design', 'no-drawing', 'no-walk-test', 'missed']

/** What is missing of one zone. */
export function gapsOf(row: CountedZone, known: { readonly hasDesign: boolean; readonly isSilent: boolean }): ZoneGap[] {
  const installed = installationOf(row)
  const checks: readonly (readonly [ZoneGap, boolean])[] = [
    ['no-detector', Number(row.detectors) === 0],
    ['no-camera', Number(row.cameras) === 0],
    ['undrawn', row.feature_id === null],
    ['no-design', !known.hasDesign],
    ['no-drawing', !installed?.drawingId],
    ['no-walk-test', !installed?.walkedOn || installed.spots === 0],
    ['missed', (installed?.missed ?? 0) > 0],
    ['silent', known.isSilent],
    ['disabled', row.is_enabled !== 1],
  ]
  return checks.filter(([, holds]) => holds).map(([gap]) => gap)
}
