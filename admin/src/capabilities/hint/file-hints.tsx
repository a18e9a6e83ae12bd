import { type HintSummary, hintEndpoints } from '@liren/contract/capabilities/hint'
import { Link } from 'react-router'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import type { PanelProps } from '../../app/nav/registry.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { HintStateTag, modelText, useSubject } from './state.tsx'
import { words } from './words.ts'

/** Hints about the place of a file: the house itself, and who and what belongs there. */
export default function FileHints({ placeId }: PanelProps) {
  const t = useWords(words)
  const say = useText()
  const subject = useSubject()
  const asked = usePages(hintEndpoints.list, placeId === null ? null : { query: { placeId, limit: 20 } })
  const columns: readonly Column<HintSummary>[] = [
    { key: 'model', title: t('title'), always: true, render: (row) => <Link to={`/hints?id=${row.id}`}>{say(modelText(row.model))}</Link> },
    { key: 'subject', title: t('subject'), render: (row) => subject(row) },
    { key: 'confidence', title: t('confidence'), render: (row) => `${row.confidence}%` },
    { key: 'raised', title: t('raise'), render: (row) => <TimeText at={row.raisedAt} /> },
    { key: 'state', title: t('state'), render: (row) => <HintStateTag state={row.state} /> },
  ]
  return (
    <DataTable
      name="file-hints"
      caption={t('title')}
      asked={asked}
      columns={columns}
      rowKey={(row) => row.id}
      empty={<EmptyState what={t('title')} />}
    />
  )
}
