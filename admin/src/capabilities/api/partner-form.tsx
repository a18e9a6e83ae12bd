import { api, type Partner } from '@liren/contract/capabilities/api'
import { App, Form, Input, InputNumber, Select } from 'antd'
import { useMemo } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  name: string
  owner: string
  publicKey: string
  groups: string[]
  placeId?: string | null
  perSecond: number
}

/** A partner system: whose it is, its public key, what it may call and how often. */
export function PartnerForm({ partner, onClose }: { partner: Partner | 'new' | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(api.endpoints.createPartner)
  const update = useAction(api.endpoints.updatePartner)
  const groups = useQuery(api.endpoints.groups)
  const known = partner === 'new' ? undefined : partner
  const initial = useMemo<Partial<Fields>>(() => (known === undefined ? { perSecond: 10, groups: [] } : known), [known])
  const needed = (field: string) => ({ required: true, message: t('required', { field }) })

  const submit = async ({ placeId, ...fields }: Fields): Promise<boolean> => {
    if (known === undefined) {
      const made = await create.run({ body: { ...fields, placeId: placeId ?? null } })
      if (made !== undefined) void message.success(t('createdDone', { name: made.name, keyId: made.keyId }))
      return made !== undefined
    }
    const saved = await update.run({ params: { id: known.id }, body: { ...fields, version: known.version } })
    if (saved !== undefined) void message.success(t('saved'))
    return saved !== undefined
  }

  return (
    <FormDrawer<Fields>
      open={partner !== undefined}
      onClose={onClose}
      title={t(known === undefined ? 'newPartner' : 'editPartner')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || update.running}
      error={create.error ?? update.error}
      {...(known === undefined ? { draft: 'partner.new' } : {})}
    >
      <Form.Item name="name" label={t('partnerName')} rules={[{ ...needed(t('partnerName')), whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="owner" label={t('owner')} rules={[{ ...needed(t('owner')), whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="publicKey" label={t('publicKey')} extra={t('publicKeyHint')} rules={[needed(t('publicKey'))]}>
        <Input.TextArea
          rows={4}
          maxLength={4000}
          spellCheck={false}
          style={{ fontFamily: 'var(--mono)', fontSize: 12 }}
          placeholder="-----BEGIN PUBLIC KEY-----"
        />
      </Form.Item>
      <Form.Item name="groups" label={t('grants')}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          options={(groups.data?.items ?? []).map((group) => ({ value: group.code, label: say(group.text) }))}
        />
      </Form.Item>
      <Form.Item name="perSecond" label={t('perSecond')} rules={[needed(t('perSecond'))]}>
        <InputNumber min={1} max={1000} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      {known === undefined && (
        <Form.Item name="placeId" label={t('partnerPlace')}>
          <PlacePicker />
        </Form.Item>
      )}
    </FormDrawer>
  )
}
