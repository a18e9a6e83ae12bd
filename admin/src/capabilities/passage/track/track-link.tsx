import type { Passage } from '@liren/contract/capabilities/passage'
import { Link } from 'react-router'
import { useWords } from '../../../app/language/use.ts'
import { words } from './words.ts'

/** To the track of whoever passed: by the file, or by a plate that is not masked. */
export function TrackLink({ row }: { row: Passage }) {
  const t = useWords(words)
  const to = row.person
    ? `/people/${row.person.id}?tab=track`
    : row.vehicle
      ? `/vehicles/${row.vehicle.id}?tab=track`
      : row.plate && !row.plate.includes('*')
        ? `/tracks?plate=${encodeURIComponent(row.plate)}`
        : undefined
  return to === undefined ? null : <Link to={to}>{t('link')}</Link>
}
