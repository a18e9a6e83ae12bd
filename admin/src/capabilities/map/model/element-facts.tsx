import type { ModelElement } from '@liren/contract/map/answers'
import { Link } from 'react-router'
import { useWords } from '../../../app/language/use.ts'
import { allRecords } from '../../../app/nav/registry.ts'
import { type Fact, Facts } from '../../../parts/page/page.tsx'
import { words } from './words.ts'

/** Where an element stands, and the files that open from it. */
export function ElementFacts({ element }: { element: ModelElement }) {
  const t = useWords(words)
  const { address, building, floor, base } = element
  const facts: Fact[] = [{ label: t('address'), value: address || '–' }]
  if (building) facts.push({ label: t('building'), value: building.name })
  if (floor !== null) facts.push({ label: t('floor'), value: t('onFloor', { floor, height: base.toFixed(1) }) })
  const records = element.records.flatMap(({ subject, id }) => {
    const page = allRecords.find((one) => one.subject === subject)
    return page ? [{ id, to: page.path(id), subject }] : []
  })
  return (
    <>
      <Facts columns={1} items={facts} />
      {records.map(({ id, to, subject }) => (
        <Link key={id} to={to} style={{ marginInlineEnd: 12 }}>
          {t(subject === 'house' ? 'openHouse' : subject === 'device' ? 'openDevice' : 'openFile')}
        </Link>
      ))}
    </>
  )
}
