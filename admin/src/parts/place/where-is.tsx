import { map } from '@liren/contract/capabilities/map'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { writeFilters } from '../../app/list-state.ts'
import { useMay } from '../../app/session/store.ts'
import { Section } from '../drawer/record-drawer.tsx'
import { type Fact, Facts } from '../page/page.tsx'
import { words } from './words.ts'

/** Where a place is: its whole address, its code, its grid and its position, with the way to the map. */
export function WhereIs({ placeId }: { placeId: string }) {
  const t = useWords(words)
  const may = useMay(map.endpoints.resolve.permission)
  const { data } = useQuery(map.endpoints.resolve, may ? { query: { placeId } } : null)
  const [place] = data?.items ?? []
  if (!place) return null
  const facts: Fact[] = [{ label: t('address'), value: place.address, wide: true }]
  if (place.addressCode !== null) facts.push({ label: t('code'), value: place.addressCode })
  if (place.grid !== null) facts.push({ label: t('grid'), value: place.grid.name })
  if (place.longitude !== null && place.latitude !== null) {
    const position = `${place.longitude.toFixed(6)}, ${place.latitude.toFixed(6)}`
    facts.push({ label: t('position'), value: place.isOwnPosition ? position : t('around', { position }) })
  }
  return (
    <Section title={t('where')}>
      <Facts items={facts} />
      <Link to={`/map?${new URLSearchParams({ f: writeFilters({ place: place.placeId }) })}`}>{t('onMap')}</Link>
    </Section>
  )
}
