import { type Device, device } from '@liren/contract/capabilities/device'
import { product } from '@liren/contract/capabilities/product'
import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { PageHead } from '../../parts/page/page.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

interface Adoption {
  name: string
  productId: string
  placeId: string
}

/** Devices that spoke before anybody registered them: admitted with a name and a place, or refused with a reason. */
export default function Found() {
  const t = useWords(words)
  const { message } = App.useApp()
  const asked = usePages(device.endpoints.quarantine, { query: { limit: 50 } })
  const [adopt, refuse] = [useAction(device.endpoints.adopt), useAction(device.endpoints.refuseFound)]
  const [doing, setDoing] = useState<{ what: 'adopt' | 'refuse'; one: Device }>()
  const products = useQuery(product.endpoints.list, doing?.what === 'adopt' ? { query: { state: 'released', limit: 100 } } : null)
  const needed = (field: string) => [{ required: true, message: t('required', { field }) }]
  const one = doing?.one
  const closed = () => setDoing(undefined)
  return (
    <>
      <PageHead title={t('foundTitle')} text={t('foundText')} />
      <DataTable
        name="device-quarantine"
        caption={t('foundTitle')}
        asked={asked}
        rowKey={(row: Device) => row.id}
        columns={[
          { key: 'code', title: t('code'), always: true, render: (row) => <strong>{row.code}</strong> },
          { key: 'heard', title: t('heard'), width: 140, render: (row) => <TimeText at={row.heardAt} /> },
          {
            key: 'do',
            title: '',
            always: true,
            align: 'end',
            render: (row) => (
              <span style={{ display: 'inline-flex', gap: 8 }}>
                <Button size="small" type="primary" onClick={() => setDoing({ what: 'adopt', one: row })}>
                  {t('adopt')}
                </Button>
                <Button size="small" danger onClick={() => setDoing({ what: 'refuse', one: row })}>
                  {t('refuse')}
                </Button>
              </span>
            ),
          },
        ]}
        empty={<EmptyState title={t('noFound')} scene="rest" />}
      />
      <ActionDialog<Adoption>
        open={doing?.what === 'adopt'}
        onClose={closed}
        title={t('adoptTitle', { code: one?.code ?? '' })}
        submit={t('adopt')}
        running={adopt.running}
        error={adopt.error}
        onSubmit={async (values) => {
          if (one === undefined) return false
          const made = await adopt.run({ params: { id: one.id }, body: { ...values, version: one.version } })
          if (made !== undefined) void message.success(t('adopted', { name: made.name }))
          return made !== undefined
        }}
      >
        <Form.Item name="name" label={t('name')} rules={needed(t('name'))}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="productId" label={t('kind')} rules={needed(t('kind'))}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(products.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="placeId" label={t('place')} rules={needed(t('place'))}>
          <PlacePicker />
        </Form.Item>
      </ActionDialog>
      <ActionDialog<{ reason: string }>
        open={doing?.what === 'refuse'}
        onClose={closed}
        title={t('refuseTitle', { code: one?.code ?? '' })}
        text={t('refuseText')}
        submit={t('refuse')}
        danger
        reason="needed"
        running={refuse.running}
        error={refuse.error}
        onSubmit={async ({ reason }) => {
          if (one === undefined) return false
          const isGone = await refuse.done({ params: { id: one.id }, body: { reason, version: one.version } })
          if (isGone) void message.success(t('refused'))
          return isGone
        }}
      />
    </>
  )
}
