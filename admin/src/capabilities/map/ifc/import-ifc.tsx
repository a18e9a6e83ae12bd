import { map } from '@liren/contract/capabilities/map'
import { ifcKinds } from '@liren/contract/map/ifc'
import type { IfcPreview } from '@liren/contract/map/ifc-model'
import { type Stage, stages } from '@liren/contract/map/stage'
import { App, Button, Form, Input, Select, Upload } from 'antd'
import { useState } from 'react'
import { useUpload } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { DayInput } from '../../../parts/form/day-input.tsx'
import { FormDrawer } from '../../../parts/form/form-drawer.tsx'
import { Icon } from '../../../parts/icon/icon.tsx'
import { Facts } from '../../../parts/page/page.tsx'
import { IfcRows } from './ifc-rows.tsx'
import { words } from './words.ts'

interface Values {
  readonly stage: Stage
  readonly source: string
  readonly takenOn: string
  readonly validTo?: string
}

interface Props {
  readonly buildingId: string
  readonly open: boolean
  readonly onClose: () => void
}

/** A file is looked at first: what it would attach to, and what becomes of what is attached; then it is imported. */
export function ImportIfc({ buildingId, open, onClose }: Props) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const [looked, setLooked] = useState<{ readonly file: File; readonly preview: IfcPreview }>()
  const preview = useUpload(map.endpoints.previewIfc)
  const bring = useUpload(map.endpoints.importIfc)
  const needed = { required: true, message: t('required') }
  const params = { id: buildingId }
  const close = () => {
    setLooked(undefined)
    preview.clear()
    bring.clear()
    onClose()
  }

  async function look(file: File): Promise<void> {
    setLooked(undefined)
    const told = await preview.run({ params, file })
    if (told) setLooked({ file, preview: told })
  }
  async function send({ validTo, stage, source, takenOn }: Values): Promise<boolean> {
    if (!looked) return false
    const query = { stage, source, takenOn, version: looked.preview.version, ...(validTo ? { validTo } : {}) }
    const made = await bring.run({ params, query, file: looked.file })
    if (!made) return false
    void message.success(t('imported', { revision: made.revision }))
    setLooked(undefined)
    return true
  }

  return (
    <FormDrawer<Values>
      {...{ open, form, running: bring.running, error: bring.error ?? preview.error, onClose: close, onSubmit: send, width: 720 }}
      title={t('import')}
      submit={t('doImport')}
      initial={{ stage: 'design' }}
    >
      <Form.Item label={t('file')} extra={`${t('fileHint')} ${t('noShapes')}`} required>
        <Upload accept=".ifc" maxCount={1} showUploadList={false} beforeUpload={(file) => look(file).then(() => false)}>
          <Button icon={<Icon name="upload" />} loading={preview.running}>
            {looked ? looked.file.name : t('choose')}
          </Button>
        </Upload>
      </Form.Item>
      {looked && <Preview preview={looked.preview} />}
      <Form.Item name="stage" label={t('stage')} rules={[needed]}>
        <Select options={Object.entries(stages).map(([value, label]) => ({ value, label: say(label) }))} />
      </Form.Item>
      <Form.Item name="source" label={t('source')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="takenOn" label={t('from')} rules={[needed]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="validTo" label={t('until')} extra={t('untilHint')}>
        <DayInput />
      </Form.Item>
    </FormDrawer>
  )
}

function Preview({ preview }: { preview: IfcPreview }) {
  const t = useWords(words)
  const say = useText()
  const { revision, schema, project, counts, loose, change, entries } = preview
  return (
    <section aria-label={t('preview')} style={{ marginBottom: 24 }}>
      <Facts
        columns={1}
        items={[
          { label: t('preview'), value: t('previewed', { revision, schema, project }) },
          { label: t('counts'), value: counts.map(({ kind, count }) => `${say(ifcKinds[kind])} ${count}`).join(' · ') },
          ...(revision > 1
            ? [
                { label: t('change'), value: t('changed', change) },
                { label: t('hanging'), value: t('hangs', entries) },
              ]
            : []),
        ]}
      />
      {loose > 0 && <p role="status">{t('loose', { count: loose })}</p>}
      <div style={{ maxHeight: 280, overflowY: 'auto' }}>
        <IfcRows elements={preview.matches} />
      </div>
    </section>
  )
}
