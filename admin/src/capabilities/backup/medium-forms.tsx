import { ApiError } from '@liren/client/kernel/api-error'
import { backup, contentClasses, destructionMethods, type Medium, mediumKinds } from '@liren/contract/capabilities/backup'
import { file } from '@liren/contract/capabilities/file'
import { App, Button, Form, Input, Progress, Select } from 'antd'
import { useRef, useState } from 'react'
import { upload } from '../../app/api/upload.ts'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

type Registered = Pick<Medium, 'code' | 'kind' | 'contentClass' | 'holder' | 'keptAt'>

function useOptions() {
  const say = useText()
  return <T extends Record<string, { zh: string; en: string }>>(table: T) =>
    Object.entries(table).map(([value, label]) => ({ value, label: say(label) }))
}

/** A new disk, tape or stick. */
export function RegisterMedium({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const options = useOptions()
  const [form] = Form.useForm<Registered>()
  const register = useAction(backup.endpoints.registerMedium)
  const needed = { required: true, whitespace: true, message: t('required') }
  return (
    <FormDrawer<Registered>
      open={open}
      onClose={onClose}
      title={t('register')}
      form={form}
      initial={{ kind: 'disk', contentClass: 'backup' }}
      onSubmit={async (values) => {
        if ((await register.run({ body: values })) === undefined) return false
        void message.success(t('registeredDone', { code: values.code }))
        return true
      }}
      running={register.running}
      error={register.error}
    >
      <Form.Item name="code" label={t('code')} extra={t('codeRule')} rules={[needed]}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={t('kind')} rules={[{ required: true }]}>
        <Select options={options(mediumKinds)} />
      </Form.Item>
      <Form.Item name="contentClass" label={t('content')} rules={[{ required: true }]}>
        <Select options={options(contentClasses)} />
      </Form.Item>
      <Form.Item name="holder" label={t('holder')} rules={[needed]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="keptAt" label={t('keptAt')} rules={[needed]}>
        <Input maxLength={100} />
      </Form.Item>
    </FormDrawer>
  )
}

/** Somebody else answers for it, it moved, or a backup was put on it. */
export function ChangeMedium({ medium, onClose }: { medium: Medium | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const change = useAction(backup.endpoints.changeMedium)
  const backups = usePages(backup.endpoints.list, medium === undefined ? null : { query: { limit: 50 } })
  const fit = backups.data?.filter(({ state, isSealed, isSound }) => state === 'done' && isSealed && isSound) ?? []
  return (
    <ActionDialog<{ holder: string; keptAt: string; backupId?: string }>
      key={medium?.id}
      open={medium !== undefined}
      onClose={onClose}
      title={t('changeTitle', { code: medium?.code ?? '' })}
      submit={t('change')}
      {...(medium ? { initial: { holder: medium.holder, keptAt: medium.keptAt } } : {})}
      running={change.running}
      error={change.error}
      onSubmit={async ({ backupId, ...values }) => {
        if (medium === undefined) return false
        const body = { ...values, ...(backupId ? { backupId } : {}), version: medium.version }
        if ((await change.run({ params: { id: medium.id }, body })) === undefined) return false
        void message.success(t('changed'))
        return true
      }}
    >
      <Form.Item name="holder" label={t('holder')} rules={[{ required: true, whitespace: true, message: t('required') }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="keptAt" label={t('keptAt')} rules={[{ required: true, whitespace: true, message: t('required') }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="backupId" label={t('putOn')} extra={t('putOnHint')} style={{ marginBottom: 0 }}>
        <Select allowClear options={fit.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
    </ActionDialog>
  )
}

/** The end of a medium, with a witness and a picture or record of it. */
export function DestroyMedium({ medium, onClose }: { medium: Medium | undefined; onClose: () => void }) {
  const t = useWords(words)
  const options = useOptions()
  const { message } = App.useApp()
  const destroy = useAction(backup.endpoints.destroyMedium)
  return (
    <ActionDialog<{ method: keyof typeof destructionMethods; witness: string; proofId: string }>
      key={medium?.id}
      open={medium !== undefined}
      onClose={onClose}
      title={t('destroyTitle', { code: medium?.code ?? '' })}
      text={t('destroyText')}
      submit={t('destroy')}
      danger
      initial={{ method: 'shredded' }}
      running={destroy.running}
      error={destroy.error}
      onSubmit={async (values) => {
        if (medium === undefined) return false
        if ((await destroy.run({ params: { id: medium.id }, body: { ...values, version: medium.version } })) === undefined) return false
        void message.success(t('changed'))
        return true
      }}
    >
      <Form.Item name="method" label={t('method')} rules={[{ required: true }]}>
        <Select options={options(destructionMethods)} />
      </Form.Item>
      <Form.Item name="witness" label={t('witness')} rules={[{ required: true, whitespace: true, message: t('required') }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name="proofId"
        label={t('proof')}
        extra={t('proofHint')}
        rules={[{ required: true, message: t('required') }]}
        style={{ marginBottom: 0 }}
      >
        <ProofField />
      </Form.Item>
    </ActionDialog>
  )
}

/** One picture or PDF, sent at once; its id is the value. */
function ProofField({ onChange, id }: { onChange?: (fileId: string | undefined) => void; id?: string }) {
  const t = useWords(words)
  const input = useRef<HTMLInputElement>(null)
  const [sent, setSent] = useState<{ name: string; part: number }>()
  const [error, setError] = useState<ApiError>()
  const send = async (chosen: File) => {
    setError(undefined)
    setSent({ name: chosen.name, part: 0 })
    onChange?.(undefined)
    try {
      const kept = await upload(file.endpoints.upload, chosen, {
        // Sent is not kept yet: the last bit is the answer.
        onProgress: (part) => setSent({ name: chosen.name, part: part * 0.95 }),
      })
      setSent({ name: chosen.name, part: 1 })
      onChange?.(kept.id)
    } catch (caught) {
      setSent(undefined)
      if (caught instanceof ApiError) setError(caught)
      else throw caught
    }
  }
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <input
        ref={input}
        type="file"
        style={{ display: 'none' }}
        aria-label={t('proof')}
        accept="image/jpeg,image/png,application/pdf"
        onChange={(event) => {
          const [chosen] = event.target.files ?? []
          if (chosen) void send(chosen)
          event.target.value = ''
        }}
      />
      <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
        <Button {...(id === undefined ? {} : { id })} onClick={() => input.current?.click()}>
          {t('proofChoose')}
        </Button>
        {sent && <span style={{ overflowWrap: 'anywhere' }}>{sent.name}</span>}
      </div>
      {sent && sent.part < 1 && <Progress percent={Math.round(sent.part * 100)} size="small" />}
      <FormError error={error} />
    </div>
  )
}
