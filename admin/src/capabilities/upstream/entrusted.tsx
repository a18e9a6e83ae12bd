import { occupantKinds, type UpstreamMandate, upstreamEndpoints } from '@liren/contract/capabilities/upstream'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { DayInput } from '../../parts/form/day-input.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

type Entrust = UpstreamMandate & { readonly houseId: string }
const kinds = ['family', 'tenant', 'other', 'visitor'] as const

interface Occupant {
  readonly name: string
  readonly phone: string
  readonly idNumber?: string
  readonly as: (typeof kinds)[number]
  readonly livingSince?: string
  readonly leftOn?: string
}

/** Houses whose owners let the managers say who lives there. */
export function Entrusted() {
  const t = useWords(words)
  const asked = usePages(upstreamEndpoints.entrusted, { query: { limit: 50 } })
  const [updating, setUpdating] = useState<Entrust>()
  return (
    <>
      <DataTable
        name="upstream.entrusted"
        caption={t('entrusted')}
        asked={asked}
        rowKey={(row: Entrust) => row.id}
        columns={[
          { key: 'house', title: t('house'), always: true, render: (row) => <strong>{row.place.name}</strong> },
          { key: 'owner', title: t('owner'), render: (row) => row.grantedBy ?? '–' },
          { key: 'granted', title: t('granted'), roomy: true, render: (row) => <TimeText at={row.grantedAt} /> },
          { key: 'until', title: t('until'), render: (row) => row.until },
          {
            key: 'do',
            title: '',
            always: true,
            align: 'end',
            render: (row) => (
              <Button size="small" type="primary" onClick={() => setUpdating(row)}>
                {t('update')}
              </Button>
            ),
          },
        ]}
        empty={<EmptyState title={t('noLeave')} text={t('noLeaveText')} scene="rest" />}
      />
      {updating ? <OccupantDialog of={updating} onClose={() => setUpdating(undefined)} /> : null}
    </>
  )
}

function OccupantDialog({ of, onClose }: { of: Entrust; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const update = useAction(upstreamEndpoints.updateFor, 'person')
  const needed = [{ required: true }]
  return (
    <ActionDialog<Occupant>
      open
      onClose={onClose}
      title={t('updateTitle', { house: of.place.name })}
      text={t('updateText')}
      submit={t('update')}
      initial={{ as: 'tenant' }}
      running={update.running}
      error={update.error}
      onSubmit={async ({ name, phone, idNumber, as, livingSince, leftOn }) => {
        const body = {
          ...{ name, phone, as, ...(idNumber ? { idNumber } : {}) },
          ...{ ...(livingSince ? { livingSince } : {}), ...(leftOn ? { leftOn } : {}) },
        }
        if ((await update.run({ params: { houseId: of.houseId }, body })) === undefined) return false
        void message.success(t('updateDone'))
        return true
      }}
    >
      <Form.Item name="name" label={t('person')} rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="phone" label={t('phone')} rules={[{ required: true, pattern: /^1\d{10}$/ }]}>
        <Input maxLength={11} inputMode="tel" />
      </Form.Item>
      <Form.Item name="idNumber" label={t('paper')}>
        <Input maxLength={20} />
      </Form.Item>
      <Form.Item name="as" label={t('as')} rules={needed}>
        <Select options={kinds.map((value) => ({ value, label: say(occupantKinds[value]) }))} />
      </Form.Item>
      <Form.Item name="livingSince" label={t('since')}>
        <DayInput />
      </Form.Item>
      <Form.Item name="leftOn" label={t('left')}>
        <DayInput />
      </Form.Item>
    </ActionDialog>
  )
}
