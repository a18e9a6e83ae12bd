import type { Sketch } from '@liren/contract/map/sketch'
import { Ground } from '@/platform/ground'
import type { GroundLine, GroundMark } from '@/platform/ground/props'
import { useSay } from '@/words/kit'
import { mapWords as words } from '@/words/map'
import { EmptyState } from './empty-state'
import { useLook } from './look'

interface Props {
  readonly sketch: Sketch
  readonly marks: readonly GroundMark[]
  readonly lines?: readonly GroundLine[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
}

/** An estate from above with what one looks for; where nobody drew it yet, it says so. */
export function GroundView({ sketch, marks, lines = [], chosen, onChoose }: Props) {
  const say = useSay()
  const { dark } = useLook()
  if (!sketch.bounds) return <EmptyState scene="calm" title={say(words.none)} body={say(words.noneBody)} />
  return (
    <Ground
      label={say(words.label(sketch.estate.name))}
      bounds={sketch.bounds}
      shapes={sketch.shapes}
      lines={lines}
      marks={marks}
      chosen={chosen}
      onChoose={onChoose}
      dark={dark}
      words={{ closer: say(words.closer), farther: say(words.farther) }}
    />
  )
}
