import { map } from '@liren/contract/capabilities/map'
import { type OverlayKind, type OverlaySummary, overlayKinds } from '@liren/contract/map/overlay'
import { type Stage, stages } from '@liren/contract/map/stage'
import { App, Button, DatePicker, Form, Input, Select, Upload } from 'antd'
import type { Dayjs } from 'dayjs'
import { useUpload } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { DayInput } from '../../../parts/form/day-input.tsx'
import { FormDrawer } from '../../../parts/form/form-drawer.tsx'
import { Icon } from '../../../parts/icon/icon.tsx'
import { PlacePicker } from '../../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Values {
  readonly kind: OverlayKind
  readonly name: string
  readonly source: string
  readonly takenOn: Dayjs
  readonly stage?: Stage
  readonly validFrom?: string
  readonly validTo?: string
  readonly placeId: string
  readonly file: { readonly file: File }
}

interface Props {
  readonly open: boolean
  readonly placeId: string | undefined
  readonly onClose: () => void
  readonly onAdded: (made: OverlaySummary) => void
}

/** A file of somebody else becomes a layer; without its source and its day it is not taken. */
export function AddOverlay({ open, placeId, onClose, onAdded }: Props) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const bring = useUpload(map.endpoints.addOverlay)
  const needed = { required: true, message: t('required') }

  async function send({ takenOn, file, ...about }: Values): Promise<boolean> {
    const made = await bring.run({ query: { ...about, takenOn: takenOn.format('YYYY-MM-DD') }, file: file.file })
    if (made === undefined) return false
    void message.success(t('added', { name: made.name }))
    onAdded(made)
    return true
  }

  return (
    <FormDrawer<Values>
      {...{ open, form, running: bring.running, error: bring.error }}
      onClose={() => {
        bring.clear()
        onClose()
      }}
      title={t('add')}
      initial={{ kind: 'survey', ...(placeId === undefined ? {} : { placeId }) }}
      onSubmit={send}
    >
      <Form.Item name="kind" label={t('kind')} rules={[needed]}>
        <Select options={Object.entries(overlayKinds).map(([value, label]) => ({ value, label: say(label) }))} />
      </Form.Item>
      <Form.Item name="name" label={t('name')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="source" label={t('source')} extra={t('sourceHint')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="takenOn" label={t('takenOn')} rules={[needed]}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="stage" label={t('stage')}>
        <Select allowClear options={Object.entries(stages).map(([value, label]) => ({ value, label: say(label) }))} />
      </Form.Item>
      <Form.Item name="validFrom" label={t('validFrom')}>
        <DayInput />
      </Form.Item>
      <Form.Item name="validTo" label={t('validTo')} extra={t('daysHint')}>
        <DayInput />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={[needed]}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="file" label={t('file')} extra={t('fileHint')} rules={[needed]}>
        <Upload accept=".geojson,.json,application/geo+json" maxCount={1} beforeUpload={() => false}>
          <Button icon={<Icon name="plus" />}>{t('choose')}</Button>
        </Upload>
      </Form.Item>
    </FormDrawer>
  )
}
