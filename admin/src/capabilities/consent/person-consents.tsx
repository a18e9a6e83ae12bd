import { consent } from '@liren/contract/capabilities/consent'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import type { PanelProps } from '../../app/nav/registry.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** What somebody agreed to and took back, the latest first. */
export default function PersonConsents({ id }: PanelProps) {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(consent.endpoints.ofPerson, { params: { id }, query: { limit: 50 } })
  return (
    <DataTable
      name="consents.person"
      caption={t('title')}
      asked={asked}
      rowKey={(row) => row.id}
      columns={[
        { key: 'purpose', title: t('purpose'), always: true, render: (row) => say(row.purposeText) },
        {
          key: 'action',
          title: t('action'),
          render: (row) => (
            <StatusTag tone={row.action === 'given' ? 'success' : 'neutral'} icon={row.action === 'given' ? 'check' : 'undo'}>
              {t(row.action)}
            </StatusTag>
          ),
        },
        { key: 'version', title: t('version'), render: (row) => t('versionOf', { version: String(row.textVersion) }) },
        { key: 'channel', title: t('channel'), render: (row) => t(`channel_${row.channel}`) },
        { key: 'by', title: t('by'), render: (row) => row.by ?? t('self') },
        { key: 'at', title: t('at'), render: (row) => <TimeText at={row.at} /> },
      ]}
      empty={<EmptyState title={t('none')} text={t('noneText')} scene="rest" />}
    />
  )
}
