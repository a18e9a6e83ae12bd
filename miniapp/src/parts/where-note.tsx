import { useCall } from '@liren/client'
import { readEndpoints } from '@liren/contract/map/read-endpoints'
import { Box } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { mapWords as words } from '@/words/map'
import { useMe } from './me'

/** Where something is, as the element of the model at which it is says: building, floor and position. */
export function WhereNote({ element }: { element: string }) {
  const say = useSay()
  const { may } = useMe()
  const { data } = useCall(readEndpoints.element, may('map.read') ? { params: { id: element } } : null, { keep: true })
  if (!data) return null
  const { building, floor, longitude, latitude } = data
  const parts = [
    ...(building ? [building.name] : []),
    ...(floor === null ? [] : [say(words.onFloor(floor))]),
    ...(longitude === null || latitude === null ? [] : [`${longitude.toFixed(5)}, ${latitude.toFixed(5)}`]),
  ]
  return parts.length === 0 ? null : (
    <Box id="where-note" className="secondary">
      {`${say(words.where)}：${parts.join(' · ')}`}
    </Box>
  )
}
