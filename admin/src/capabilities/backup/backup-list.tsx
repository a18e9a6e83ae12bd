import { type Backup, backup } from '@liren/contract/capabilities/backup'
import { App, Button, Tooltip } from 'antd'
import { useEffect } from 'react'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { FormError } from '../../parts/form/error.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { Overview } from './overview.tsx'
import { Restore } from './restore.tsx'
import { sizeText } from './size.ts'
import { words } from './words.ts'

const looks: Readonly<Record<Backup['state'] | 'damaged', Status>> = {
  queued: { tone: 'info', icon: 'hourglass' },
  running: { tone: 'primary', icon: 'half' },
  done: { tone: 'success', icon: 'check' },
  failed: { tone: 'danger', icon: 'alert' },
  removed: { tone: 'neutral', icon: 'trash' },
  damaged: { tone: 'danger', icon: 'alert' },
}
const askAgainAfter = 2000

/** The plan and how it stands, then every backup, newest first. */
export function BackupList() {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('backup.manage')
  const overview = useQuery(backup.endpoints.overview)
  const asked = usePages(backup.endpoints.list, { query: { limit: 50 } })
  const verify = useAction(backup.endpoints.verify)
  const isRunning = overview.data?.running != null
  const { reload } = overview
  const { reload: reloadList } = asked
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(reload, askAgainAfter)
    return () => {
      clearInterval(timer)
      // It has ended: the list knows how.
      reloadList()
    }
  }, [isRunning, reload, reloadList])
  return (
    <div style={{ display: 'grid', gap: 16, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Shown asked={overview}>{(data) => <Overview data={data} />}</Shown>
      <FormError error={verify.error} />
      <DataTable
        name="backups"
        caption={t('title')}
        asked={asked}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            title: t('name'),
            always: true,
            render: (row) => (
              <>
                <strong style={{ overflowWrap: 'anywhere' }}>{row.name ?? t(`k_${row.kind}`)}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>
                  {t(`k_${row.kind}`)} · {t(`o_${row.origin}`)}
                  {row.baseName && ` · ${t('base', { name: row.baseName })}`}
                </div>
              </>
            ),
          },
          { key: 'state', title: t('state'), always: true, render: (row) => <State row={row} /> },
          { key: 'size', title: t('size'), align: 'end', render: (row) => (row.bytes > 0 ? sizeText(row.bytes) : '–') },
          { key: 'rows', title: t('rows'), align: 'end', hidden: true, render: (row) => row.rows.toLocaleString('en') },
          { key: 'checksum', title: t('checksum'), render: (row) => <Checksum row={row} /> },
          {
            key: 'sealed',
            title: t('sealed'),
            roomy: true,
            render: (row) =>
              row.state === 'done' && (
                <StatusTag tone={row.isSealed ? 'success' : 'warning'} icon="lock">
                  {t(row.isSealed ? 'sealed' : 'plain')}
                </StatusTag>
              ),
          },
          { key: 'copied', title: t('copied'), roomy: true, render: (row) => <TimeText at={row.copiedAt} /> },
          {
            key: 'verified',
            title: t('verified'),
            render: (row) => (row.state === 'done' ? <TimeText at={row.verifiedAt} none={t('never')} /> : '–'),
          },
          {
            key: 'kept',
            title: t('kept'),
            roomy: true,
            render: (row) => (row.isLongTerm ? t('longTerm') : <TimeText at={row.keepUntil} />),
          },
          { key: 'begun', title: t('begun'), render: (row) => <TimeText at={row.begunAt} /> },
          {
            key: 'verify',
            title: '',
            always: true,
            align: 'end',
            render: (row) =>
              may &&
              row.state === 'done' && (
                <Button
                  size="small"
                  onClick={async () => {
                    if (await verify.done({ params: { id: row.id } })) void message.success(t('verifying'))
                  }}
                >
                  {t('verify')}
                </Button>
              ),
          },
        ]}
        rowTone={(row) => (row.state === 'failed' || row.isSound === false ? 'late' : undefined)}
        empty={<EmptyState title={t('none')} text={t('noneText')} />}
      />
      {overview.data && <Restore command={overview.data.restoreCommand} />}
    </div>
  )
}

function State({ row }: { row: Backup }) {
  const t = useWords(words)
  const state = row.state === 'done' && row.isSound === false ? 'damaged' : row.state
  const tag = <StatusTag {...looks[state]}>{t(`s_${state}`)}</StatusTag>
  if (row.fault === null) return tag
  return (
    <>
      {tag}
      <div style={{ color: 'var(--text-3)', fontSize: 12, maxWidth: 280, overflowWrap: 'anywhere' }}>{row.fault}</div>
    </>
  )
}

function Checksum({ row }: { row: Backup }) {
  if (row.sha256 === null) return <>–</>
  return (
    <Tooltip
      title={
        <div style={{ overflowWrap: 'anywhere' }}>
          {`SHA-256 ${row.sha256}`}
          <br />
          {`SM3 ${row.sm3}`}
        </div>
      }
    >
      <code style={{ fontSize: 12 }}>{row.sha256.slice(0, 12)}…</code>
    </Tooltip>
  )
}
