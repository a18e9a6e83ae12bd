import { type Certificate, certificateOwners, certificate as contract } from '@liren/contract/capabilities/certificate'
import { App, Form, Input, Segmented } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

interface Fields {
  ownerKind: Certificate['ownerKind']
  ownerCode: string
  request: string
}

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly onSaved: (made: Certificate) => void
  /** The one that it shall follow. */
  readonly follows?: Certificate | undefined
}

/** An application: whose, and the request that its device has made. */
export function ApplyForm({ open, onClose, onSaved, follows }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const apply = useAction(contract.endpoints.apply)
  const renew = useAction(contract.endpoints.renew)
  const code = Form.useWatch('ownerCode', form) || follows?.ownerCode || 'door-1'
  const submit = async ({ ownerKind, ownerCode, request }: Fields): Promise<boolean> => {
    const made = follows
      ? await renew.run({ params: { id: follows.id }, body: { version: follows.version, request } })
      : await apply.run({ body: { ownerKind, ownerCode: ownerCode.trim().toLowerCase(), request } })
    if (made === undefined) return false
    void message.success(t('done_apply'))
    onSaved(made)
    return true
  }
  const needed = [{ required: true, message: t('needed') }]
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={follows ? t('renewTitle', { name: follows.ownerName }) : t('applyTitle')}
      form={form}
      initial={{ ownerKind: 'device', ...(follows ? { ownerKind: follows.ownerKind, ownerCode: follows.ownerCode } : {}) }}
      onSubmit={submit}
      running={apply.running || renew.running}
      error={apply.error ?? renew.error}
      submit={t('apply')}
      width={640}
    >
      {!follows && (
        <>
          <Form.Item name="ownerKind" label={t('ownerKind')} rules={needed}>
            <Segmented options={certificateOwners.map((value) => ({ value, label: t(value) }))} />
          </Form.Item>
          <Form.Item name="ownerCode" label={t('ownerCode')} extra={t('ownerCodeHint')} rules={needed}>
            <Input maxLength={40} autoComplete="off" />
          </Form.Item>
        </>
      )}
      <Form.Item
        name="request"
        label={t('request')}
        rules={needed}
        extra={
          <>
            {t('requestHint')}
            <pre style={{ overflowX: 'auto', whiteSpace: 'pre-wrap' }}>
              {`openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${code}.key -subj /CN=${code} -out ${code}.csr`}
            </pre>
          </>
        }
      >
        <Input.TextArea rows={10} spellCheck={false} style={{ fontFamily: 'var(--mono)' }} maxLength={8000} />
      </Form.Item>
    </FormDrawer>
  )
}
