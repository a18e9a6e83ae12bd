import { type EnergyCarrier, type EnergyFeed, energyEndpoints } from '@liren/contract/capabilities/energy'
import { App, Form, Input, Switch } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { WhatFor } from './what-for.tsx'
import { words } from './words.ts'

interface Fields {
  readonly name: string
  readonly placeId: string
  readonly carrier: EnergyCarrier
  readonly url: string
  readonly key?: string
  readonly isOn: boolean
}

/** Where a utility tells what it read; its key is written here and never shown again. */
export function FeedForm({ feed, onClose }: { feed: EnergyFeed | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(energyEndpoints.saveFeed)
  const needed = [{ required: true, message: t('required') }]
  return (
    <FormDrawer<Fields>
      open
      form={form}
      title={feed ? t('changeOf', { name: feed.name }) : t('addFeed')}
      running={save.running}
      error={save.error}
      onClose={onClose}
      initial={feed ? { name: feed.name, url: feed.url, isOn: feed.isOn } : { carrier: 'water', isOn: true }}
      onSubmit={async ({ key, ...fields }) => {
        const of = feed ? { placeId: feed.place.id, carrier: feed.carrier } : {}
        const done = await save.done({ body: { ...fields, ...of, ...(key ? { key } : {}), version: feed?.version ?? 0 } })
        if (done) void message.success(t('savedIt'))
        return done
      }}
    >
      <Form.Item name="name" label={t('feed')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <WhatFor known={feed} />
      <Form.Item name="url" label={t('address')} extra={t('addressHint')} rules={needed}>
        <Input maxLength={300} placeholder="https://" />
      </Form.Item>
      <Form.Item name="key" label={t('feedKey')} extra={feed ? t('keyStays') : undefined} rules={feed ? [] : needed}>
        <Input.Password maxLength={200} autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="isOn" label={t('isOn')} valuePropName="checked" required>
        <Switch />
      </Form.Item>
    </FormDrawer>
  )
}
