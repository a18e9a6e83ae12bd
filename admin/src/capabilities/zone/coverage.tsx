import { type CoverageGap, zone, zoneGaps, zoneKinds } from '@liren/contract/capabilities/zone'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Notice } from '../../parts/notice/notice.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DesignForm } from './design-form.tsx'
import { words } from './words.ts'

type Estate = CoverageGap['estate']

/** What is missing, estate by estate; the design form of an estate is filled in here. */
export default function Coverage() {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(zone.endpoints.coverage, { query: {} })
  const [designing, setDesigning] = useState<Estate>()
  return (
    <>
      <PageHead title={t('coverage')} text={t('coverageText')} />
      <Shown asked={asked} empty={{ when: ({ items }) => items.length === 0, show: <EmptyState title={t('noGaps')} /> }}>
        {({ items, isWhole }) => (
          <div style={{ display: 'grid', gap: 16 }}>
            {!isWhole && <Notice tone="info" title={t('notWhole')} />}
            {estatesOf(items).map((estate) => (
              <Card key={estate.id} title={estate.name} extra={<Button onClick={() => setDesigning(estate)}>{t('design')}</Button>}>
                <ul style={{ margin: 0, paddingInlineStart: 20, display: 'grid', gap: 6 }}>
                  {linesOf(items, estate).map(({ key, kind, zone: of, gaps }) => (
                    <li key={key}>
                      {of ? <Link to={`/zones?id=${of.id}`}>{of.name}</Link> : kind && say(zoneKinds[kind])}
                      {' · '}
                      {gaps.map((gap) => say(zoneGaps[gap])).join(t('comma'))}
                    </li>
                  ))}
                </ul>
              </Card>
            ))}
          </div>
        )}
      </Shown>
      {designing && <DesignForm key={designing.id} estate={designing} onClose={() => setDesigning(undefined)} />}
    </>
  )
}

const estatesOf = (items: readonly CoverageGap[]): Estate[] => [...new Map(items.map(({ estate }) => [estate.id, estate])).values()]

interface Line extends Pick<CoverageGap, 'kind' | 'zone'> {
  readonly key: string
  readonly gaps: CoverageGap['gap'][]
}

/** One line for a zone, or for a kind of which there is none, with everything that is missing. */
function linesOf(items: readonly CoverageGap[], estate: Estate): Line[] {
  const lines = new Map<string, Line>()
  for (const { estate: at, kind, zone: of, gap } of items) {
    if (at.id !== estate.id) continue
    const key = of?.id ?? `kind-${kind}`
    const line = lines.get(key) ?? { key, kind, zone: of, gaps: [] }
    line.gaps.push(gap)
    lines.set(key, line)
  }
  return [...lines.values()]
}
