import { metresApart, type Position } from '@liren/contract/map/position'
import { snapTo } from '@liren/contract/map/snap'
import type { Map as Engine, MapMouseEvent } from 'maplibre-gl'
import { useEffect, useRef } from 'react'
import type { Sheet, Step } from './edit-state.ts'

/** So many points of the screen around a corner are the corner. */
const reachPixels = 9

interface Hand {
  readonly engine: Engine | undefined
  readonly sheets: readonly Sheet[]
  readonly chosen: string | undefined
  readonly step: (step: Step) => void
}

/** Corners of the chosen drawing follow the pointer and snap to neighbours; a middle that is pulled becomes a corner. */
export function useHand({ engine, sheets, chosen, step }: Hand): void {
  const latest = useRef({ sheets, chosen, step })
  latest.current = { sheets, chosen, step }
  useEffect(() => {
    if (!engine) return
    let held: Position | undefined
    let isPulled = false
    const near = (event: MapMouseEvent, points: readonly Position[]) =>
      points.findIndex(([lng, lat]) => {
        const { x, y } = engine.project({ lng, lat })
        return Math.hypot(x - event.point.x, y - event.point.y) <= reachPixels
      })
    const press = (event: MapMouseEvent) => {
      const { sheets: all, chosen: id, step: take } = latest.current
      const points = all.find((sheet) => sheet.id === id)?.points ?? []
      const corner = near(event, points)
      if (corner >= 0) held = points[corner]
      else {
        const middles = points.slice(1).map((b, i): Position => [(b[0] + (points[i]?.[0] ?? 0)) / 2, (b[1] + (points[i]?.[1] ?? 0)) / 2])
        const after = near(event, middles)
        const at = middles[after]
        if (id === undefined || at === undefined) return
        take({ do: 'insert', id, after, at })
        held = at
      }
      isPulled = false
      event.preventDefault()
    }
    const pull = (event: MapMouseEvent) => {
      if (!held) return
      const { sheets: all, chosen: id, step: take } = latest.current
      const { lng, lat } = event.lngLat
      const right = engine.unproject([event.point.x + reachPixels, event.point.y])
      const others = all.filter(
        (sheet) => sheet.id !== id && !sheet.points.some((point) => held && point[0] === held[0] && point[1] === held[1]),
      )
      const reach = metresApart([lng, lat], [right.lng, right.lat])
      const to: Position = snapTo(
        [lng, lat],
        others.map(({ points }) => points),
        reach,
      )?.point ?? [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]
      take({ do: 'move', from: held, to, goesOn: isPulled })
      isPulled = true
      held = to
    }
    const release = () => {
      held = undefined
    }
    engine.on('mousedown', press)
    engine.on('mousemove', pull)
    engine.on('mouseup', release)
    return () => {
      engine.off('mousedown', press)
      engine.off('mousemove', pull)
      engine.off('mouseup', release)
    }
  }, [engine])
}
