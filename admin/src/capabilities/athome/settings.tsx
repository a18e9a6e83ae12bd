import { type AthomeSetting, athomeEndpoints } from '@liren/contract/capabilities/athome'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { pagedOf, useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

interface Asking {
  readonly setting: AthomeSetting
  readonly isOn: boolean
}

/** Off by default; a community switches it on for a purpose that stands beside every judgement. */
export function Settings() {
  const t = useWords(words)
  const mayManage = useMay('athome.manage')
  const asked = useQuery(athomeEndpoints.settings)
  const save = useAction(athomeEndpoints.saveSetting)
  const [asking, setAsking] = useState<Asking>()
  const name = asking?.setting.community.name ?? ''
  return (
    <>
      <DataTable
        name="athome-settings"
        caption={t('tabSettings')}
        asked={pagedOf(asked, asked.data?.items)}
        rowKey={(row: AthomeSetting) => row.community.id}
        empty={<EmptyState title={t('noCommunity')} />}
        columns={[
          { key: 'community', title: t('community'), always: true, render: (row) => <strong>{row.community.name}</strong> },
          {
            key: 'isOn',
            title: t('isOn'),
            always: true,
            render: (row) => (
              <StatusTag tone={row.isOn ? 'success' : 'neutral'} icon={row.isOn ? 'check' : 'close'}>
                {t(row.isOn ? 'on' : 'off')}
              </StatusTag>
            ),
          },
          { key: 'purpose', title: t('purpose'), render: (row) => row.purpose || t('none') },
          {
            key: 'changed',
            title: t('changed'),
            roomy: true,
            render: (row) => (row.changedAt ? <TimeText at={row.changedAt} /> : t('none')),
          },
          ...(mayManage
            ? [
                {
                  key: 'switch',
                  title: '',
                  always: true,
                  render: (row: AthomeSetting) => (
                    <div style={{ display: 'flex', gap: 8 }}>
                      <Button size="small" onClick={() => setAsking({ setting: row, isOn: true })}>
                        {t(row.isOn ? 'changePurpose' : 'switchOn')}
                      </Button>
                      {row.isOn ? (
                        <Button size="small" onClick={() => setAsking({ setting: row, isOn: false })}>
                          {t('switchOff')}
                        </Button>
                      ) : null}
                    </div>
                  ),
                },
              ]
            : []),
        ]}
      />
      <ActionDialog<{ purpose?: string }>
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={t(asking?.isOn ? 'onTitle' : 'offTitle', { name })}
        text={t(asking?.isOn ? 'onText' : 'offText')}
        submit={t(asking?.isOn ? 'switchOn' : 'switchOff')}
        danger={asking?.isOn === false}
        initial={{ purpose: asking?.setting.purpose ?? '' }}
        running={save.running}
        error={save.error}
        onSubmit={async ({ purpose }) => {
          if (!asking) return false
          const { setting, isOn } = asking
          const body = { communityId: setting.community.id, isOn, purpose: purpose ?? setting.purpose, version: setting.version }
          const done = await save.run({ body })
          if (done !== undefined) asked.reload()
          return done !== undefined
        }}
      >
        {asking?.isOn ? (
          <Form.Item name="purpose" label={t('purpose')} rules={[{ required: true, message: t('purposeHint') }]}>
            <Input maxLength={200} placeholder={t('purposeHint')} />
          </Form.Item>
        ) : null}
      </ActionDialog>
    </>
  )
}
