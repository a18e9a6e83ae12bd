import { type QualityFault, quality, qualityRuleCodes, qualityRules } from '@liren/contract/capabilities/quality'
import { Select } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { Card } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { PeriodCard } from './period.tsx'
import style from './quality.module.css'
import { Share } from './share.tsx'
import { TrendCard } from './trend.tsx'
import { words } from './words.ts'

/** One archive: how it went, grid by grid, and the files that have to be mended. */
export function ArchiveQuality({ name }: { name: string }) {
  const t = useWords(words)
  const say = useText()
  const params = { archive: name }
  const grids = useQuery(quality.endpoints.grids, { params })
  const [rule, setRule] = useState<(typeof qualityRuleCodes)[number]>()
  const asked = usePages(quality.endpoints.faults, { params, query: { limit: 20, rule } })
  const { path } = archiveCalled(name)
  const columns = useMemo<readonly Column<QualityFault>[]>(
    () => [
      { key: 'who', title: t('who'), always: true, render: ({ title, fileId }) => <Link to={`/${path}/${fileId}`}>{title}</Link> },
      { key: 'place', title: t('place'), roomy: true, render: ({ place }) => place ?? '–' },
      {
        key: 'faults',
        title: t('faults'),
        render: ({ faults }) =>
          faults
            .map(({ text, fields }) =>
              fields.length === 0 ? say(text) : t('fields', { fault: say(text), fields: fields.map((field) => say(field)).join('、') }),
            )
            .join('；'),
      },
      { key: 'found', title: t('found'), roomy: true, render: ({ foundAt }) => <TimeText at={foundAt} /> },
      { key: 'fix', title: '', render: ({ fileId }) => <Link to={`/${path}/${fileId}`}>{t('fix')}</Link> },
    ],
    [t, say, path],
  )
  return (
    <>
      <div className={style.pair}>
        <TrendCard name={name} />
        <Card title={t('grids')} flush>
          <Shown asked={grids}>
            {({ items }) => (
              <PlainTable
                caption={t('grids')}
                heads={(['grids', 'files', 'complete', 'fresh', 'faulty'] as const).map((head) => t(head))}
                minWidth={0}
              >
                {items.map((grid) => (
                  <tr key={grid.gridId ?? ''}>
                    <th scope="row">{grid.name ?? t('noGrid')}</th>
                    <td>{grid.files}</td>
                    <td>
                      <Share value={grid.complete} />
                    </td>
                    <td>
                      <Share value={grid.fresh} />
                    </td>
                    <td>{grid.faulty}</td>
                  </tr>
                ))}
              </PlainTable>
            )}
          </Shown>
        </Card>
      </div>
      <PeriodCard name={name} />
      <Card
        title={t('work')}
        flush
        extra={
          <Select
            size="small"
            style={{ minWidth: 200 }}
            aria-label={t('faults')}
            value={rule ?? ''}
            onChange={(value) => setRule(qualityRuleCodes.find((code) => code === value))}
            options={[
              { value: '', label: t('allRules') },
              ...qualityRuleCodes.map((code) => ({ value: code, label: say(qualityRules[code]) })),
            ]}
          />
        }
      >
        <DataTable
          name="quality-faults"
          caption={t('work')}
          asked={asked}
          columns={columns}
          rowKey={(row) => row.fileId}
          empty={<EmptyState what={t('oneFault')} scene="rest" />}
        />
      </Card>
    </>
  )
}
