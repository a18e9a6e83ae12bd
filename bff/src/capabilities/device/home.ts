import { deviceErrors } from '@liren/contract/capabilities/device'
import { refuseWith } from '../../kernel/errors.ts'

/** The meter of one home tells when somebody is in: what it reads is the household's, and others see sums of several homes. */
export const isOfOneHome = ({ kind, place_kind: place }: { readonly kind: string; readonly place_kind: string | null }): boolean =>
  kind === 'meter' && place === 'house'

/** Whether it is there, how it is and what was wrong with it says nothing of the people behind it. */
const isHealth = (type: string): boolean => type.startsWith('device.')

/** Of last words by their kind, those that everybody who keeps devices may see. */
export const healthOnly = <T>(words: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(words).filter(([type]) => isHealth(type)))

/** The values of one event, empty where they are withheld. */
export const valuesOf = <T extends object>(isWithheld: boolean, type: string, values: T): T | Record<string, never> =>
  isWithheld && !isHealth(type) ? {} : values

export function refuseWithheld(device: Parameters<typeof isOfOneHome>[0]): void {
  if (isOfOneHome(device)) throw refuseWith(deviceErrors, 'device.withheld')
}
