import { grades, gradeTexts } from '@liren/contract/capabilities/catalogue'
import { type IntakeItem, intakeEndpoints } from '@liren/contract/capabilities/intake'
import { App, Button, Form, Input, Select, Upload } from 'antd'
import { useAction, useUpload } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  readonly title: string
  readonly source: string
  readonly grade: IntakeItem['grade']
  readonly placeId: string
  readonly file?: { readonly file: File }
  readonly message?: string
}

const initial = { grade: 'L2' } as const

/** A file or a message comes in; without source, place and grade it is not taken. */
export function BringForm({ what, onClose }: { what: 'file' | 'message' | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const send = useAction(intakeEndpoints.send)
  const bring = useUpload(intakeEndpoints.upload)
  const needed = [{ required: true, message: t('required') }]

  async function submit({ file, message: text = '', ...about }: Fields): Promise<boolean> {
    const made =
      what === 'message'
        ? await send.run({ body: { ...about, message: text } })
        : file && (await bring.run({ query: about, file: file.file }))
    if (made === undefined) return false
    void message.success(t('brought', { name: made.title }))
    return true
  }

  return (
    <FormDrawer<Fields>
      open={what !== undefined}
      form={form}
      running={bring.running || send.running}
      error={(what === 'message' ? send : bring).error}
      onClose={() => {
        bring.clear()
        send.clear()
        onClose()
      }}
      title={t(what === 'message' ? 'send' : 'bring')}
      initial={initial}
      onSubmit={submit}
    >
      <Form.Item name="title" label={t('name')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="source" label={t('source')} extra={t('sourceHint')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={needed}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="grade" label={t('grade')} rules={needed}>
        <Select options={grades.map((value) => ({ value, label: `${value} ${say(gradeTexts[value])}` }))} />
      </Form.Item>
      {what === 'message' ? (
        <Form.Item name="message" label={t('message')} extra={t('messageHint')} rules={needed}>
          <Input.TextArea rows={6} maxLength={100_000} />
        </Form.Item>
      ) : (
        <Form.Item name="file" label={t('file')} extra={t('fileHint')} rules={needed}>
          <Upload maxCount={1} beforeUpload={() => false}>
            <Button icon={<Icon name="plus" />}>{t('choose')}</Button>
          </Upload>
        </Form.Item>
      )}
    </FormDrawer>
  )
}
