import { map } from '@liren/contract/capabilities/map'
import { type StageState, stageStates } from '@liren/contract/map/life'
import { type Stage, stages } from '@liren/contract/map/stage'
import { App, Form, Input, Segmented, Select } from 'antd'
import { useAction } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { FilesInput } from '../../../engines/archive/files-input.tsx'
import { DayInput } from '../../../parts/form/day-input.tsx'
import { FormDrawer } from '../../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

interface Values {
  readonly stage: Stage
  readonly kind: 'document' | 'state'
  readonly name: string
  readonly source: string
  readonly takenOn: string
  readonly note?: string
  readonly state?: StageState
  readonly files?: readonly string[]
}

interface Props {
  readonly buildingId: string
  readonly stage: Stage
  /** What it will hang on; the building itself where nothing is chosen. */
  readonly element: string | undefined
  readonly elementName: string
  readonly open: boolean
  readonly onClose: () => void
}

/** A document or a state of one stage, with its date and its source. */
export function AddEntry({ buildingId, stage, element, elementName, open, onClose }: Props) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const add = useAction(map.endpoints.addStageEntry)
  const kind = Form.useWatch('kind', form) ?? 'document'
  const needed = { required: true, message: t('required') }

  async function send({ files, state, kind: _, ...values }: Values): Promise<boolean> {
    const [fileId] = files ?? []
    const what = kind === 'document' ? { fileId } : { state }
    const made = await add.run({ params: { id: buildingId }, body: { ...values, ...what, ...(element ? { element } : {}) } })
    if (!made) return false
    void message.success(t('added', { name: made.name }))
    return true
  }

  return (
    <FormDrawer<Values>
      {...{ open, form, onClose, running: add.running, error: add.error, onSubmit: send }}
      title={`${t('add')} · ${elementName}`}
      initial={{ stage, kind: 'document' }}
    >
      <Form.Item name="stage" label={t('stage')} rules={[needed]}>
        <Select options={Object.entries(stages).map(([value, label]) => ({ value, label: say(label) }))} />
      </Form.Item>
      <Form.Item name="kind" label={t('kind')}>
        <Segmented
          options={[
            { value: 'document', label: t('document') },
            { value: 'state', label: t('state') },
          ]}
        />
      </Form.Item>
      <Form.Item name="name" label={t('name')} extra={t('nameHint')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      {kind === 'state' ? (
        <Form.Item name="state" label={t('state')} rules={[needed]}>
          <Select options={Object.entries(stageStates).map(([value, label]) => ({ value, label: say(label) }))} />
        </Form.Item>
      ) : (
        <Form.Item name="files" label={t('file')} rules={[needed]}>
          <FilesInput most={1} />
        </Form.Item>
      )}
      <Form.Item name="source" label={t('source')} extra={t('sourceHint')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="takenOn" label={t('takenOn')} rules={[needed]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="note" label={t('note')}>
        <Input.TextArea maxLength={300} rows={3} />
      </Form.Item>
    </FormDrawer>
  )
}
