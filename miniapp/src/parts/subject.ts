import type { End } from '@liren/contract'
import type { HomeCard } from '@liren/contract/capabilities/home'

/** The page of a record, as this person's end shows it. Undefined where there is nothing to open. */
export function pageOfSubject(subject: string | null, id: string | null, end: End): string | undefined {
  if (subject === 'repair') {
    if (id === null) return end === 'staff' ? '/pkg-staff/pool' : '/pkg-case/list'
    return end === 'staff' ? `/pkg-staff/order?id=${id}` : `/pkg-case/detail?id=${id}`
  }
  if ((subject === 'alarm' || subject === 'hazard') && end === 'staff')
    return id === null ? '/pkg-staff/alarms' : `/pkg-staff/alarm?id=${id}`
  if (subject === 'waste' && end === 'staff') return '/pkg-staff/waste'
  if (subject === 'housekeeper-talk' && id !== null) return end === 'staff' ? `/pkg-staff/talk?id=${id}` : `/pkg-house/keeper?talk=${id}`
  if (subject === 'visit-plan' && end === 'grid') return '/pkg-grid/visits'
  if (subject === 'review' && end === 'resident') return '/pkg-house/own-file'
  if (subject === 'notice') return id === null ? '/pkg-gov/notices' : `/pkg-gov/notice?id=${id}`
  if (subject === 'supply' && id !== null && end === 'resident') return `/pkg-house/supply?id=${id}`
  if (subject === 'merchant-order') return '/pkg-life/orders'
  if (subject === 'booking' && end === 'resident') return '/pkg-life/booking?view=mine'
  if (subject === 'household' || subject === 'claim') return '/pkg-house/list'
  return undefined
}

const pages: Partial<Record<HomeCard['kind'], string>> = {
  pool: '/pkg-staff/pool',
  dispatch: '/pkg-staff/pool?view=all',
  overdue: '/pkg-staff/pool?view=all',
  invited: '/pkg-house/list',
  claim: '/pkg-house/list',
}

export const pageOfCard = (card: HomeCard, end: End): string | undefined =>
  (card.subjectId === null ? pages[card.kind] : undefined) ?? pageOfSubject(card.subject, card.subjectId, end) ?? pages[card.kind]
