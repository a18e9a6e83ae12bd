import { type Device, device } from '@liren/contract/capabilities/device'
import type { Parameter, Service } from '@liren/contract/thing/model'
import { App, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { words } from './words.ts'

interface Fields {
  values?: Record<string, unknown>
  confirm?: string
  reason?: string
}

/** One command with its parameters; a dangerous one asks for the code of the device and a reason. */
export function CommandDialog({ device: shown, service, onClose }: { device: Device; service: Service | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const plain = useAction(device.endpoints.command)
  const dangerous = useAction(device.endpoints.commandDangerous)
  const isDangerous = service?.isDangerous === true
  const needed = (field: string) => ({ required: true, message: t('required', { field }) })
  const submit = async ({ values = {}, confirm = '', reason = '' }: Fields): Promise<boolean> => {
    if (service === undefined) return false
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''))
    const order = { name: service.code, values: given }
    const sent = isDangerous
      ? await dangerous.run({ params: { id: shown.id }, body: { ...order, confirm, reason } })
      : await plain.run({ params: { id: shown.id }, body: order })
    if (sent !== undefined) void message.success(t('sent'))
    return sent !== undefined
  }
  return (
    <ActionDialog<Fields>
      open={service !== undefined}
      onClose={onClose}
      title={t('sendTitle', { service: say(service?.text), name: shown.name })}
      text={isDangerous ? t('dangerText', { code: shown.code }) : undefined}
      submit={t('send')}
      danger={isDangerous}
      {...(isDangerous ? { reason: 'needed' as const } : {})}
      running={plain.running || dangerous.running}
      error={plain.error ?? dangerous.error}
      onSubmit={submit}
    >
      {(service?.params ?? []).map((param) => (
        <Form.Item
          key={param.code}
          name={['values', param.code]}
          label={`${say(param.text)}${param.unit ? ` (${param.unit})` : ''}`}
          rules={param.isOptional ? [] : [needed(say(param.text))]}
          {...(param.type === 'boolean' && !param.isOptional ? { initialValue: false } : {})}
        >
          <ParameterField param={param} />
        </Form.Item>
      ))}
      {isDangerous && (
        <Form.Item name="confirm" label={t('confirm')} rules={[needed(t('confirm'))]}>
          <Input maxLength={40} autoComplete="off" placeholder={shown.code} />
        </Form.Item>
      )}
    </ActionDialog>
  )
}

/** The field that a parameter's type asks for; antd hands it value and onChange. */
function ParameterField({ param, ...field }: { param: Parameter }) {
  const say = useText()
  if (param.type === 'boolean') return <Switch {...field} />
  if (param.type === 'enum')
    return <Select {...field} allowClear options={(param.options ?? []).map((one) => ({ value: one.value, label: say(one.text) }))} />
  if (param.type === 'text') return <Input {...field} maxLength={param.maxLength ?? 200} />
  return (
    <InputNumber
      {...field}
      {...(param.min === undefined ? {} : { min: param.min })}
      {...(param.max === undefined ? {} : { max: param.max })}
      {...(param.type === 'integer' ? { precision: 0 } : {})}
      style={{ width: '100%' }}
    />
  )
}
