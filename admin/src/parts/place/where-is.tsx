import { map } from '@liren/contract/capabilities/map'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { writeFilters } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { Section } from '../drawer/record-drawer.tsx'
import { type Fact, Facts } from '../page/page.tsx'
import { words } from './words.ts'

/** Where something happens, as the element of the model at which it is says: address, code, grid, position and floor, with the way to the model. */
export function WhereIs({ element: id }: { element: string }) {
  const t = useWords(words)
  const may = useMay(map.endpoints.element.permission)
  const { data: element } = useQuery(map.endpoints.element, may ? { params: { id } } : null)
  const placeId = element?.placeId
  const { data: resolved } = useQuery(map.endpoints.resolve, placeId ? { query: { placeId } } : null)
  if (!element) return null
  const [place] = resolved?.items ?? []
  const facts: Fact[] = [{ label: t('address'), value: element.address || element.name, wide: true }]
  if (place && place.addressCode !== null) facts.push({ label: t('code'), value: place.addressCode })
  if (place && place.grid !== null) facts.push({ label: t('grid'), value: place.grid.name })
  if (element.longitude !== null && element.latitude !== null) {
    const position = `${element.longitude.toFixed(6)}, ${element.latitude.toFixed(6)}`
    facts.push({ label: t('position'), value: element.outline === null ? t('around', { position }) : position })
  }
  if (element.floor !== null)
    facts.push({ label: t('floor'), value: t('onFloor', { floor: element.floor, height: element.base.toFixed(1) }) })
  return (
    <Section title={t('where')}>
      <Facts items={facts} />
      <Link to={`/map?${new URLSearchParams({ f: writeFilters({ element: id, view: '3d' }) })}`}>{t('onMap')}</Link>
    </Section>
  )
}
