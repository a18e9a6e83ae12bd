import { type GovTrace, govdataEndpoints, govdataErrors, govScenes } from '@liren/contract/capabilities/govdata'
import { Select } from 'antd'
import { useState } from 'react'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const looks: Readonly<Record<GovTrace['outcome'], Status>> = {
  done: { tone: 'success', icon: 'check' },
  refused: { tone: 'danger', icon: 'ban' },
  failed: { tone: 'warning', icon: 'alert' },
}

/** Who used what and why: sums by item, and every look. */
export function Trace() {
  const t = useWords(words)
  const say = useText()
  const [item, setItem] = useState<string>()
  const report = useQuery(govdataEndpoints.report)
  const asked = usePages(govdataEndpoints.trace, { query: { limit: 20, ...(item ? { item } : {}) } })
  const why = (code: string) => (code in govdataErrors ? say(govdataErrors[code as keyof typeof govdataErrors].text) : code)
  const heads = (['item', 'uses', 'refused', 'pulls', 'people', 'lastAt'] as const).map((head) => t(head))
  return (
    <>
      <Card title={`${t('report')} · ${t('reportHint')}`} flush>
        <Shown asked={report}>
          {({ items }) => (
            <PlainTable caption={t('report')} heads={heads}>
              {items.map((row) => (
                <tr key={row.item}>
                  <th scope="row">{row.name}</th>
                  {[row.uses, row.refused, row.pulls, row.people].map((figure, at) => (
                    <td key={heads[at + 1]}>{figure}</td>
                  ))}
                  <td>{row.lastAt ? <TimeText at={row.lastAt} /> : '–'}</td>
                </tr>
              ))}
            </PlainTable>
          )}
        </Shown>
      </Card>
      <Card
        title={t('lines')}
        flush
        extra={
          <Select
            size="small"
            allowClear
            style={{ minWidth: 180 }}
            placeholder={t('all')}
            aria-label={t('item')}
            {...(item === undefined ? {} : { value: item })}
            onChange={(code?: string) => setItem(code)}
            options={(report.data?.items ?? []).map((row) => ({ value: row.item, label: row.name }))}
          />
        }
      >
        <DataTable
          name="govdata-trace"
          caption={t('lines')}
          asked={asked}
          rowKey={(row: GovTrace) => row.id}
          columns={[
            { key: 'item', title: t('item'), always: true, render: (row) => `${row.name} · ${t(`action_${row.action}`)}` },
            { key: 'who', title: t('who'), width: 110, render: (row) => row.who ?? '–' },
            { key: 'scene', title: t('scene'), width: 140, render: ({ scene }) => (scene ? say(govScenes[scene]) : '–') },
            { key: 'reason', title: t('reason'), render: (row) => row.reason },
            { key: 'number', title: t('number'), roomy: true, width: 150, render: (row) => row.authorisation ?? '–' },
            {
              key: 'outcome',
              title: t('outcome'),
              width: 220,
              render: ({ outcome, why: code }) => (
                <>
                  <StatusTag {...looks[outcome]}>{t(outcome === 'refused' ? 'outcome_refused' : outcome)}</StatusTag>
                  {code ? <div>{why(code)}</div> : null}
                </>
              ),
            },
            { key: 'at', title: t('at'), width: 130, render: (row) => <TimeText at={row.at} /> },
          ]}
          empty={<EmptyState what={t('oneLine')} scene="rest" />}
        />
      </Card>
    </>
  )
}
