import type { Entrance } from '@liren/contract/capabilities/passage'
import type { Asked } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import { Notice } from '../../../parts/notice/notice.tsx'
import { Card } from '../../../parts/page/page.tsx'
import { EmptyState } from '../../../parts/state/empty.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import { PlainTable } from '../../../parts/table/plain-table.tsx'
import { StatusTag } from '../../../parts/tag/status-tag.tsx'
import style from './gate.module.css'
import { words } from './words.ts'

/** Entrances that lack something stand first. */
export function Coverage({ asked }: { asked: Asked<{ items: Entrance[] }> }) {
  const t = useWords(words)
  const names = (gates: Entrance['people']) => gates.map(({ name }) => name).join('、') || t('none')
  return (
    <Card title={t('coverage')} flush>
      <Shown
        asked={asked}
        empty={{
          when: ({ items }) => items.length === 0,
          show: <EmptyState title={t('noEntrance')} text={t('noEntranceText')} scene="rest" />,
        }}
      >
        {({ items }) => {
          const lacking = items.filter(({ lacks }) => lacks.length > 0)
          return (
            <>
              {lacking.length > 0 && (
                <div className={style.told}>
                  <Notice tone="warning" role="status" title={t('lacking', { count: lacking.length })}>
                    {lacking.map(({ place }) => place.split(' · ').slice(3).join(' · ')).join('；')}
                  </Notice>
                </div>
              )}
              <PlainTable
                caption={t('coverage')}
                heads={(['entrance', 'people', 'vehicles', 'state'] as const).map((head) => t(head))}
                minWidth={0}
              >
                {[...lacking, ...items.filter(({ lacks }) => lacks.length === 0)].map((entrance) => (
                  <tr key={entrance.id}>
                    <th scope="row">{entrance.place.split(' · ').slice(3).join(' · ') || entrance.name}</th>
                    <td>{names(entrance.people)}</td>
                    <td>{names(entrance.vehicles)}</td>
                    <td>
                      <div className={style.tags}>
                        {entrance.lacks.length === 0 ? (
                          <StatusTag tone="success" icon="check">
                            {t('whole')}
                          </StatusTag>
                        ) : (
                          entrance.lacks.map((kind) => (
                            <StatusTag key={kind} tone="warning" icon="alert">
                              {t(`lacks_${kind}`)}
                            </StatusTag>
                          ))
                        )}
                      </div>
                    </td>
                  </tr>
                ))}
              </PlainTable>
            </>
          )
        }}
      </Shown>
    </Card>
  )
}
