export type Scalar = number | boolean | string

/** One property as a word told it; `name` has the part behind it, where there are several. */
export interface Told {
  readonly name: string
  readonly property: { readonly code: string }
  readonly value: Scalar
}

/** A device as far as rules look at it. */
export interface Speaker {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly productId: string | null
  readonly placePath: string
}

/** What a device said, with what that means for the properties of its model. */
export interface Word {
  readonly device: Speaker
  readonly id: string
  readonly type: string
  readonly at: number
  readonly values: Readonly<Record<string, unknown>>
  readonly told: readonly Told[]
}

/** The value that a word tells of a property; the last one where it tells several. */
export const toldValue = (word: Word, property: string): Scalar | undefined =>
  word.told.findLast((one) => one.name === property || one.property.code === property)?.value
