import { bookingEndpoints } from '@liren/contract/capabilities/booking'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { FilterMenu } from '../../parts/filter/filter-menu.tsx'
import { words } from './words.ts'

/** One of the spaces that are booked. */
export function SpaceFilter() {
  const t = useWords(words)
  const { filters, setFilter } = useListState()
  const rooms = usePages(bookingEndpoints.rooms, { query: { limit: 100 } })
  const options = (rooms.data ?? []).filter(({ booking }) => booking !== null).map(({ id, name }) => ({ value: id, label: name }))
  return <FilterMenu label={t('space')} value={filters.space} options={options} onChange={(value) => setFilter('space', value)} />
}
