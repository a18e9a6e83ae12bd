import { map } from '@liren/contract/capabilities/map'
import type { MapPoint } from '@liren/contract/map/answers'
import type { MapLayer } from '@liren/contract/map/kinds'
import { useEffect } from 'react'
import { useQuery } from '../../app/api/use.ts'

interface Props {
  readonly layer: MapLayer
  readonly within: { readonly placeId: string | undefined; readonly ring: string | undefined }
  readonly onMarks: (layer: MapLayer, points: readonly MapPoint[] | undefined) => void
}

/** Asks for the marks of one layer as long as it is switched on; draws nothing itself. */
export function Marks({ layer, within, onMarks }: Props) {
  const { data } = useQuery(map.endpoints.points, { query: { layer, ...within } })
  useEffect(() => onMarks(layer, data?.points), [layer, data, onMarks])
  useEffect(() => () => onMarks(layer, undefined), [layer, onMarks])
  return null
}
