import { map } from '@liren/contract/capabilities/map'
import type { ModelElement } from '@liren/contract/map/answers'
import { useEffect, useState } from 'react'
import { useQuery } from '../../../app/api/use.ts'
import type { Focus } from '../../../parts/map/map-view.tsx'
import type { Opened } from '../../../parts/map/solid.ts'

/** Near enough to tell one device from the next; a whole building is looked at from farther off. */
const zoomOf = ({ subject, kind }: ModelElement): number => (subject === 'device' || kind === 'house' ? 19.5 : 17.5)

/** The element of the model that is looked at: where it is now, and where to look. What was pointed at is in sight already. */
export function useElement(id: string | undefined, isSolid: boolean, seen: string | undefined, onFocus: (focus: Focus) => void) {
  const asked = useQuery(map.endpoints.element, id === undefined ? null : { params: { id } })
  const element = asked.data?.id === id ? asked.data : undefined
  const [flown, setFlown] = useState<string>()
  const wanted = element && `${element.id} ${isSolid}`
  useEffect(() => {
    if (!element || wanted === flown) return
    setFlown(wanted)
    const { longitude, latitude, base, top } = element
    if (longitude === null || latitude === null || seen === element.id) return
    const height = isSolid && element.floor !== null ? (base + top) / 2 : 0
    onFocus({ at: [longitude, latitude], zoom: zoomOf(element), height })
  }, [element, wanted, flown, isSolid, seen, onFocus])
  const floor = isSolid ? element?.floor : undefined
  const opened: Opened | undefined = element?.building && floor != null ? { placeId: element.building.placeId, floor } : undefined
  return { element, opened }
}
