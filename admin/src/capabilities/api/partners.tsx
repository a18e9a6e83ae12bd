import { api, type Partner } from '@liren/contract/capabilities/api'
import { App, Button } from 'antd'
import { useMemo, useState } from 'react'
import { pagedOf, useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import { OnOff } from './api-list.tsx'
import { PartnerForm } from './partner-form.tsx'
import { words } from './words.ts'

/** Other systems that may call: granted by group, each with a limit of its own. */
export function Partners() {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const may = useMay('api.manage')
  const asked = useQuery(api.endpoints.partners)
  const paged = useMemo(() => pagedOf(asked, asked.data?.items), [asked])
  const groups = useQuery(api.endpoints.groups)
  const update = useAction(api.endpoints.updatePartner)
  const [editing, setEditing] = useState<Partner | 'new'>()
  const [turning, setTurning] = useState<Partner>()
  return (
    <>
      <DataTable
        name="partners"
        caption={t('tabPartners')}
        asked={paged}
        rowKey={(row) => row.id}
        onOpen={may ? setEditing : undefined}
        rowTone={(row) => (row.state === 'off' ? 'quiet' : undefined)}
        columns={[
          {
            key: 'name',
            title: t('partnerName'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.name}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.owner}</div>
              </>
            ),
          },
          { key: 'state', title: t('state'), render: (row) => <OnOff state={row.state} /> },
          {
            key: 'grants',
            title: t('grants'),
            render: (row) => (
              <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
                {row.groups.map((group) => (
                  <Chip key={group}>{say(groups.data?.items.find(({ code }) => code === group)?.text) || group}</Chip>
                ))}
              </span>
            ),
          },
          { key: 'perSecond', title: t('perSecond'), align: 'end', render: (row) => row.perSecond },
          {
            key: 'certificate',
            title: t('certificateUntil'),
            hidden: true,
            render: (row) => <DayText at={row.certificate?.until ?? null} none={t('noCertificate')} />,
          },
          { key: 'lastCall', title: t('lastCall'), roomy: true, render: (row) => <TimeText at={row.lastCallAt} none={t('never')} /> },
          { key: 'keyId', title: t('keyId'), hidden: true, render: (row) => <code>{row.keyId}</code> },
          {
            key: 'turn',
            title: '',
            always: true,
            align: 'end',
            render: (row) =>
              may && (
                <Button size="small" type="text" danger={row.state === 'on'} onClick={() => setTurning(row)}>
                  {t(row.state === 'on' ? 'switchOff' : 'switchOn')}
                </Button>
              ),
          },
        ]}
        empty={
          <EmptyState what={t('partnerOne')}>
            {may && (
              <Button type="primary" onClick={() => setEditing('new')}>
                {t('newPartner')}
              </Button>
            )}
          </EmptyState>
        }
        tools={
          may && (
            <Button icon={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
              {t('newPartner')}
            </Button>
          )
        }
      />
      <PartnerForm partner={editing} onClose={() => setEditing(undefined)} />
      <ActionDialog
        open={turning !== undefined}
        onClose={() => setTurning(undefined)}
        title={turning?.state === 'on' ? t('switchOffTitle', { name: turning.name }) : `${t('switchOn')} · ${turning?.name ?? ''}`}
        text={turning?.state === 'on' ? t('switchOffText') : undefined}
        submit={t(turning?.state === 'on' ? 'switchOff' : 'switchOn')}
        danger={turning?.state === 'on'}
        running={update.running}
        error={update.error}
        onSubmit={async () => {
          if (turning === undefined) return false
          const state = turning.state === 'on' ? 'off' : 'on'
          const saved = await update.run({ params: { id: turning.id }, body: { state, version: turning.version } })
          if (saved !== undefined) void message.success(t('saved'))
          return saved !== undefined
        }}
      />
    </>
  )
}
