import { type UpstreamSystem, upstreamEndpoints, upstreamSources } from '@liren/contract/capabilities/upstream'
import { App, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { CodeField } from '../../parts/form/code-field.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields extends Pick<UpstreamSystem, 'code' | 'name' | 'source' | 'everyMinutes' | 'isOn'> {
  readonly placeId: string
  readonly partnerKeyId?: string | null
  readonly url?: string | null
  readonly key?: string
}

/** What an outside system is, as whom it pushes and where it is asked. */
export function SystemDialog({ of, onClose }: { of: UpstreamSystem | 'new'; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const save = useAction(upstreamEndpoints.saveSystem)
  const known = of === 'new' ? undefined : of
  const initial: Partial<Fields> = known ? { ...known, placeId: known.place.id } : { source: 'property', everyMinutes: 0, isOn: true }
  const needed = [{ required: true }]
  return (
    <ActionDialog<Fields>
      open
      onClose={onClose}
      title={t('saveTitle')}
      text={t('saveText')}
      submit={t('save')}
      initial={initial}
      running={save.running}
      error={save.error}
      onSubmit={async ({ code, name, source, placeId, partnerKeyId, url, key, everyMinutes, isOn }) => {
        const body = {
          ...{ name, source, placeId, partnerKeyId: partnerKeyId || null, url: url || null, everyMinutes, isOn: isOn ?? false },
          ...{ version: known?.version ?? 0, ...(key ? { key } : {}) },
        }
        if ((await save.run({ params: { code }, body })) === undefined) return false
        void message.success(t('saved'))
        return true
      }}
    >
      <CodeField isNew={known === undefined} label={t('code')} hint={t('codeHint')} longest={40} />
      <Form.Item name="name" label={t('name')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="source" label={t('source')} rules={needed}>
        <Select options={Object.entries(upstreamSources).map(([value, label]) => ({ value, label: say(label) }))} />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={needed}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="partnerKeyId" label={t('partner')} extra={t('partnerHint')}>
        <Input maxLength={23} placeholder="pk-" />
      </Form.Item>
      <Form.Item name="url" label={t('url')} extra={t('urlHint')}>
        <Input maxLength={300} placeholder="https://" />
      </Form.Item>
      <Form.Item name="key" label={t('key')} extra={t('keyHint')}>
        <Input.Password maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name="everyMinutes" label={t('every')} extra={t('everyHint')} rules={needed}>
        <InputNumber min={0} max={10_080} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="isOn" label={t('isOn')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </ActionDialog>
  )
}
