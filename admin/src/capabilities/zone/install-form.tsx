import { file } from '@liren/contract/capabilities/file'
import { type Zone, zone } from '@liren/contract/capabilities/zone'
import { App, Button, Form, Input, InputNumber, Upload } from 'antd'
import { useState } from 'react'
import { ApiError } from '../../app/api/error.ts'
import { upload } from '../../app/api/upload.ts'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { DayField } from '../../parts/form/day-field.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

interface Fields {
  drawingId?: string
  walkedOn?: string
  walkedBy: string
  spots: number
  missed: number
  note: string
}

/** What the detectors cover, and the walk along the zone that showed it. */
export function InstallForm({ open, onClose, of }: { open: boolean; onClose: () => void; of: Zone }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const install = useAction(zone.endpoints.install)
  const submit = async ({ drawingId, walkedOn, ...rest }: Fields): Promise<boolean> => {
    const body = { ...rest, drawingId: drawingId ?? null, walkedOn: walkedOn ?? null, version: of.version }
    if ((await install.run({ params: { id: of.id }, body })) === undefined) return false
    void message.success(t('saved'))
    return true
  }
  const known = of.installation
  const initial: Partial<Fields> = {
    ...{ walkedBy: known?.walkedBy ?? '', spots: known?.spots ?? 0, missed: known?.missed ?? 0, note: known?.note ?? '' },
    ...(known?.drawing ? { drawingId: known.drawing.id } : {}),
    ...(known?.walkedOn ? { walkedOn: known.walkedOn } : {}),
  }
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={t('installation')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={install.running}
      error={install.error}
    >
      <Form.Item name="drawingId" label={t('drawing')}>
        <DrawingField />
      </Form.Item>
      <Form.Item name="walkedOn" label={t('walkedOn')}>
        <DayField />
      </Form.Item>
      <Form.Item name="walkedBy" label={t('walkedBy')}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="spots" label={t('spots')}>
        <InputNumber min={0} max={999} precision={0} />
      </Form.Item>
      <Form.Item name="missed" label={t('missed')}>
        <InputNumber min={0} max={999} precision={0} />
      </Form.Item>
      <Form.Item name="note" label={t('note')}>
        <Input.TextArea maxLength={300} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </FormDrawer>
  )
}

function DrawingField({ value, onChange }: { value?: string; onChange?: (id: string) => void }) {
  const t = useWords(words)
  const say = useText()
  const [error, setError] = useState<ApiError>()
  const [isSending, setSending] = useState(false)
  const send = async (chosen: File) => {
    setSending(true)
    setError(undefined)
    try {
      onChange?.((await upload(file.endpoints.upload, chosen)).id)
    } catch (caught) {
      if (!(caught instanceof ApiError)) throw caught
      setError(caught)
    } finally {
      setSending(false)
    }
  }
  return (
    <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
      <Upload
        showUploadList={false}
        accept="image/jpeg,image/png,application/pdf"
        beforeUpload={(chosen) => {
          void send(chosen)
          return false
        }}
      >
        <Button loading={isSending}>{t('chooseDrawing')}</Button>
      </Upload>
      {error ? <span role="alert">{say(error)}</span> : value && <span>{t('uploaded')}</span>}
    </div>
  )
}
