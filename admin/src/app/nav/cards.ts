import type { HomeCard } from '@liren/contract/capabilities/home'
import type { IconName } from '../../parts/icon/shapes.ts'

const icons: Readonly<Record<HomeCard['kind'], IconName>> = {
  confirm: 'check',
  progress: 'half',
  returned: 'undo',
  invited: 'household',
  claim: 'household',
  order: 'repair',
  pool: 'hand',
  dispatch: 'go',
  overdue: 'hourglass',
  review: 'household',
  password: 'lock',
}

/** Where the work behind a card of the desk is done in the back office. */
const paths: Readonly<Partial<Record<HomeCard['kind'], string>>> = {
  order: '/repairs?f=phase:active',
  pool: '/repairs?f=state:submitted',
  dispatch: '/repairs?f=state:submitted',
  overdue: '/repairs?f=overdue:1',
  review: '/claims?f=state:waiting',
  claim: '/claims?f=state:waiting',
  password: '/profile?tab=security',
}

export const cardIcon = (card: HomeCard): IconName => icons[card.kind]

export function cardPath(card: HomeCard): string {
  if (card.count === 1 && card.subject === 'repair' && card.subjectId !== null) return `/repairs?id=${card.subjectId}`
  return paths[card.kind] ?? '/home'
}
