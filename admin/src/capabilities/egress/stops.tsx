import { type EgressStop, egressEndpoints } from '@liren/contract/capabilities/egress'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './egress.module.css'
import { fieldText, subjectText } from './subject.ts'
import { words } from './words.ts'

/** What did not get out, the latest first. */
export function Stops() {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(egressEndpoints.stops, { query: { limit: 20 } })
  return (
    <Card title={t('stops')} flush>
      <DataTable
        name="egress-stops"
        caption={t('stops')}
        asked={asked}
        rowKey={(row: EgressStop) => row.id}
        columns={[
          {
            key: 'target',
            title: t('target'),
            always: true,
            render: (row) => (
              <>
                {row.targetName}
                <div className={style.hint}>
                  {t(row.kind)} · {say(subjectText(row.subject))}
                </div>
              </>
            ),
          },
          { key: 'fields', title: t('fields'), render: (row) => row.fields.map((field) => say(fieldText(row.subject, field))).join(' · ') },
          { key: 'clearance', title: t('clearance'), width: 110, render: (row) => <LevelTag level={row.clearance} /> },
          { key: 'times', title: t('times'), width: 80, render: (row) => String(row.times) },
          { key: 'lastAt', title: t('lastAt'), width: 130, render: (row) => <TimeText at={row.lastAt} /> },
        ]}
        empty={<EmptyState title={t('noStops')} text={t('noStopsText')} scene="rest" />}
      />
    </Card>
  )
}
