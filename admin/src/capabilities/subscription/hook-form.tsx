import { subscription as contract, type Hook, hookSigners } from '@liren/contract/capabilities/subscription'
import { App, Form, Input, Segmented, Switch } from 'antd'
import { useMemo } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { PartnerField } from './partner-field.tsx'
import { words } from './words.ts'

interface Fields {
  name: string
  placeId: string
  url: string
  signedBy: Hook['signedBy']
  partnerId?: string | null
  isEnabled: boolean
}

interface Props {
  readonly known: Hook | 'new' | undefined
  readonly onClose: () => void
  readonly onSecret: (secret: string) => void
}

/** An address: where it is, how we sign, whose it is. */
export function HookForm({ known, onClose, onSecret }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const [create, save] = [useAction(contract.endpoints.createHook), useAction(contract.endpoints.saveHook)]
  const before = known === 'new' ? undefined : known
  const initial = useMemo<Partial<Fields>>(
    () => (before === undefined ? { signedBy: 'hmac-sm3', isEnabled: true } : { ...before, placeId: before.place.id }),
    [before],
  )
  const needed = (field: string) => [{ required: true, message: t('required', { field }) }]
  const submit = async ({ placeId, partnerId, isEnabled, ...rest }: Fields): Promise<boolean> => {
    if (before === undefined) {
      const made = await create.run({ body: { ...rest, placeId, partnerId: partnerId ?? null } })
      if (made !== undefined) onSecret(made.secret)
      return made !== undefined
    }
    const saved = await save.run({ params: { id: before.id }, body: { ...rest, isEnabled, version: before.version } })
    if (saved !== undefined) void message.success(t('done'))
    return saved !== undefined
  }
  return (
    <FormDrawer<Fields>
      open={known !== undefined}
      onClose={onClose}
      title={t(before === undefined ? 'createHook' : 'editHook')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || save.running}
      error={create.error ?? save.error}
    >
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="url" label={t('url')} extra={t('urlHint')} rules={needed(t('url'))}>
        <Input maxLength={500} placeholder="https://" autoComplete="off" />
      </Form.Item>
      <Form.Item name="signedBy" label={t('signedBy')} required>
        <Segmented options={hookSigners.map((value) => ({ value, label: t(`k_${value}`) }))} />
      </Form.Item>
      {before === undefined ? (
        <>
          <Form.Item name="placeId" label={t('place')} rules={needed(t('place'))}>
            <PlacePicker />
          </Form.Item>
          <Form.Item name="partnerId" label={t('partner')}>
            <PartnerField />
          </Form.Item>
        </>
      ) : (
        <Form.Item name="isEnabled" label={t('enabled')} valuePropName="checked" required>
          <Switch />
        </Form.Item>
      )}
    </FormDrawer>
  )
}
