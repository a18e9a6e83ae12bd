import { type Share, share } from '@liren/contract/capabilities/share'
import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { allRecords } from '../../app/nav/registry.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const e = share.endpoints
const boxes = ['received', 'sent'] as const
const tones = { open: 'success', ended: 'neutral', revoked: 'warning' } as const
const icons = { open: 'check', ended: 'hourglass', revoked: 'ban' } as const

/** What was shared with me and by me. */
export default function Shares() {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const go = useNavigate()
  const state = useListState()
  const box = state.filters.box === 'sent' ? 'sent' : 'received'
  const asked = usePages(e.list, { query: { box, limit: 50 } })
  const look = useAction(e.open)
  const [revoking, setRevoking] = useState<Share>()
  const open = async (row: Share) => {
    const opened = await look.run({ params: { id: row.id } })
    if (opened === undefined) return
    const page = allRecords.find(({ subject }) => subject === row.subject)?.path(row.recordId)
    if (page === undefined) return void message.info(t('noPage'))
    go(`${page}${page.includes('?') ? '&' : '?'}mark=${encodeURIComponent(opened.mark)}`)
  }
  return (
    <>
      <PageHead title={t('title')} text={t('text')} />
      <DataTable
        name={`shares.${box}`}
        caption={t(box)}
        asked={asked}
        rowKey={(row: Share) => row.id}
        tools={
          <Segmented
            value={box}
            options={boxes.map((value) => ({ value, label: t(value) }))}
            onChange={(value) => state.setFilter('box', value === 'sent' ? 'sent' : undefined)}
          />
        }
        columns={[
          {
            key: 'what',
            title: t('what'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.title ?? t('hidden')}</strong>
                <div style={{ color: 'var(--text-2)' }}>{[say(row.kind), row.hint].filter(Boolean).join(' · ')}</div>
              </>
            ),
          },
          box === 'received'
            ? { key: 'from', title: t('from'), width: 110, render: (row) => row.sender }
            : {
                key: 'to',
                title: t('to'),
                width: 150,
                render: (row) => (row.receiver.kind === 'department' ? `${t('department')} ${row.receiver.name}` : row.receiver.name),
              },
          { key: 'reason', title: t('reason'), roomy: true, render: (row) => row.reason },
          {
            key: 'state',
            title: t('state'),
            width: 110,
            render: (row) => (
              <StatusTag tone={tones[row.state]} icon={icons[row.state]}>
                {t(row.state)}
              </StatusTag>
            ),
          },
          { key: 'until', title: t('until'), width: 130, roomy: true, render: (row) => <TimeText at={row.until} /> },
          { key: 'opens', title: t('opens'), width: 90, roomy: true, render: (row) => String(row.opens) },
          {
            key: 'do',
            title: '',
            width: 90,
            render: (row) =>
              row.can.includes('open') ? (
                <Button size="small" type="primary" onClick={() => void open(row)}>
                  {t('look')}
                </Button>
              ) : row.can.includes('revoke') ? (
                <Button size="small" onClick={() => setRevoking(row)}>
                  {t('revoke')}
                </Button>
              ) : null,
          },
        ]}
        empty={<EmptyState title={t('none')} text={t('noneText')} scene="rest" />}
      />
      {revoking && <RevokeDialog of={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  )
}

function RevokeDialog({ of, onClose }: { of: Share; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const revoke = useAction(e.revoke)
  return (
    <ActionDialog
      open
      onClose={onClose}
      title={t('revokeTitle', { name: of.title ?? of.reason })}
      text={t('revokeText', { who: of.receiver.name })}
      submit={t('revoke')}
      keep={t('keep')}
      danger
      running={revoke.running}
      error={revoke.error}
      onSubmit={async () => {
        if ((await revoke.run({ params: { id: of.id }, body: { version: of.version } })) === undefined) return false
        void message.success(t('revokeDone'))
        return true
      }}
    />
  )
}
