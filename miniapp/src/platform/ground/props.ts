import type { SketchShape } from '@liren/contract/map/sketch'
import type { Point } from './gcj'

/** Something that stands on the ground and can be pointed at. */
export interface GroundMark {
  readonly id: string
  readonly at: Point
  readonly name: string
  readonly tone: 'primary' | 'accent' | 'danger'
}

/** A line around something, as a grid, over everything else. */
export interface GroundLine {
  readonly id: string
  readonly points: readonly Point[]
}

export interface GroundProps {
  readonly label: string
  readonly bounds: { readonly west: number; readonly south: number; readonly east: number; readonly north: number }
  readonly shapes: readonly SketchShape[]
  readonly lines?: readonly GroundLine[]
  readonly marks: readonly GroundMark[]
  readonly chosen?: string | undefined
  readonly onChoose: (id: string) => void
  readonly dark: boolean
  readonly words: { readonly closer: string; readonly farther: string }
}
