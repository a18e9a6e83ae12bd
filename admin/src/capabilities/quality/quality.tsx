import { quality } from '@liren/contract/capabilities/quality'
import { App, Button } from 'antd'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { ArchiveQuality } from './archive-quality.tsx'
import style from './quality.module.css'
import { Share } from './share.tsx'
import { words } from './words.ts'

const heads = ['archive', 'files', 'complete', 'fresh', 'faulty', 'day'] as const

/** Figures of every archive; one of them open below with its trend, its grids and its work list. */
export default function Quality() {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const state = useListState()
  const asked = useQuery(quality.endpoints.summary)
  const measure = useAction(quality.endpoints.measure)
  const open = state.filters.archive ?? asked.data?.items[0]?.archive
  return (
    <>
      <PageHead title={t('title')} text={t('text')}>
        <PermissionGate code="quality.measure">
          <Button
            loading={measure.running}
            onClick={async () => {
              if (await measure.done({})) void message.success(t('measuring'))
            }}
          >
            {t('measure')}
          </Button>
        </PermissionGate>
      </PageHead>
      <Card flush>
        <Shown asked={asked}>
          {({ items }) => (
            <PlainTable caption={t('title')} heads={heads.map((head) => t(head))} hasActions minWidth={520}>
              {items.map((row) => (
                <tr key={row.archive} className={style.row} data-open={row.archive === open}>
                  <th scope="row">{say(row.text)}</th>
                  <td>{row.measuredAt === null ? '–' : row.files}</td>
                  <td>{row.measuredAt === null ? '–' : <Share value={row.complete} />}</td>
                  <td>{row.measuredAt === null ? '–' : <Share value={row.fresh} />}</td>
                  <td>{row.measuredAt === null ? '–' : row.faulty}</td>
                  <td>{row.day ?? t('never')}</td>
                  <td>
                    <Button size="small" aria-pressed={row.archive === open} onClick={() => state.setFilters({ archive: row.archive })}>
                      {t('open')}
                    </Button>
                  </td>
                </tr>
              ))}
            </PlainTable>
          )}
        </Shown>
      </Card>
      {open === undefined ? null : <ArchiveQuality key={open} name={open} />}
    </>
  )
}
