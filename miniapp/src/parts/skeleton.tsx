import { useClient } from '@liren/client'
import { useEffect, useState } from 'react'
import { Box } from '@/platform/elements'
import { common } from '@/words/common'
import { useSay } from '@/words/kit'
import './skeleton.css'

export type Shape = 'cards' | 'rows' | 'detail' | 'tiles'
const rows: Record<Shape, readonly string[]> = {
  cards: ['tall', 'tall', 'tall'],
  rows: ['row', 'row', 'row', 'row', 'row'],
  detail: ['title', 'tall', 'row', 'row', 'row'],
  tiles: ['tiles', 'tall'],
}

/** The final layout in grey, shown only when waiting takes longer than a blink. */
export function Skeleton({ shape }: { shape: Shape }) {
  const { platform } = useClient()
  const say = useSay()
  const [late, setLate] = useState(false)
  useEffect(() => {
    let here = true
    platform.clock.sleep(200).then(
      () => here && setLate(true),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [platform])
  if (!late) return <Box className="skeleton-room" />
  return (
    <Box className="skeleton" role="status" label={say(common.loading)}>
      {rows[shape].map((kind, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change places
        <Box key={index} className={`skeleton-${kind}`} />
      ))}
    </Box>
  )
}
