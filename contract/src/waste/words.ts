import { wasteKinds } from '../device-events/facility.ts'
import { type Text, text } from '../kernel/text.ts'

export { wasteKinds }
export type WasteKind = (typeof wasteKinds)[number]

/** The kinds that a household sorts into, as they stand on the bins. */
export const wasteKindTexts: Readonly<Record<WasteKind, Text>> = {
  recyclable: text('可回收物', 'Recyclable'),
  kitchen: text('厨余垃圾', 'Kitchen waste'),
  hazardous: text('有害垃圾', 'Hazardous'),
  residual: text('其他垃圾', 'Residual'),
  bulky: text('大件垃圾', 'Bulky'),
}

/** A bin recognises with at least so much confidence, or it does not open by itself. */
export const sureFrom = 60
/** From here down a bin counts as emptied. */
export const emptyPercent = 20
/** How long a door stays open for one drop. */
export const openSeconds = 20
