import { type Stream, streamEndpoints } from '@liren/contract/capabilities/stream'
import { Button } from 'antd'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** Whom it hears, how far each has come, and what of theirs came late. */
export function Sources({ stream: it }: { stream: Stream }) {
  const t = useWords(words)
  const asked = usePages(streamEndpoints.sources, { params: { id: it.id }, query: { limit: 20 } })
  return (
    <Section title={t('sources')}>
      <Shown asked={asked} empty={{ when: (rows) => rows.length === 0, show: <EmptyState title={t('noSources')} scene="rest" /> }}>
        {(rows) => (
          <>
            <PlainTable caption={t('sources')} heads={[t('device'), t('reached'), t('taken'), t('late'), t('dropped'), t('ahead')]}>
              {rows.map((row) => (
                <tr key={row.device.id}>
                  <th scope="row">{row.device.name}</th>
                  <td>
                    <TimeText at={row.reachedAt} />
                  </td>
                  <td>{row.taken}</td>
                  <td>{row.late}</td>
                  <td>{row.dropped}</td>
                  <td>{row.ahead}</td>
                </tr>
              ))}
            </PlainTable>
            {rows.some((row) => row.ahead > 0) && <p>{t('sourcesHint')}</p>}
          </>
        )}
      </Shown>
      {asked.more && (
        <Button loading={asked.asking} onClick={asked.next}>
          {t('more')}
        </Button>
      )}
    </Section>
  )
}
