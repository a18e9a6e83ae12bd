import { mostWindows, type Stream, type StreamTake, streamEndpoints, streamTakes } from '@liren/contract/capabilities/stream'
import { stretchText } from '@liren/contract/rule/sentence'
import { App, Form, Input, Radio, Select } from 'antd'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  readonly name: string
  readonly placeId: string
  readonly productId: string
  readonly property: string
  readonly groupId?: string
  readonly take: StreamTake
  readonly per: 'device' | 'place'
  readonly lengthSeconds: number
  readonly stepSeconds: number
  readonly latenessSeconds: number
}

const minutes = [5, 10, 15, 30, 60, 120, 360, 720, 1440]
const lengths = minutes.map((one) => one * 60)
const steps = [1, 5, 10, 15, 30, 60, 120, 360, 720, 1440].map((one) => one * 60)
const latenesses = [0, 60, 300, 600, 1800, 3600, 21_600, 86_400]
const fits = (length: number, step: number) => length % step === 0 && length / step <= mostWindows

function useStretches() {
  const t = useWords(words)
  const say = useText()
  return (all: readonly number[]) => all.map((value) => ({ value, label: value === 0 ? t('noLateness') : say(stretchText(value)) }))
}

/** A new window: whose messages, what is made of them, how far back and how often. */
export function StreamForm({ onClose, onSaved }: { onClose: () => void; onSaved: (id: string) => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const choices = useQuery(streamEndpoints.choices)
  const create = useAction(streamEndpoints.create)
  const stretches = useStretches()
  const productId = Form.useWatch('productId', form)
  const length = Form.useWatch('lengthSeconds', form) ?? 900
  const product = choices.data?.products.find((one) => one.id === productId)
  const needed = [{ required: true, message: t('required') }]
  const fitting = steps.filter((step) => fits(length, step))
  return (
    <FormDrawer<Fields>
      open
      form={form}
      title={t('create')}
      draft="stream.create"
      running={create.running}
      error={create.error}
      onClose={onClose}
      initial={{ take: 'average', per: 'device', lengthSeconds: 900, stepSeconds: 300, latenessSeconds: 600 }}
      onSubmit={async (fields) => {
        const saved = await create.run({ body: fields })
        if (!saved) return false
        void message.success(t('saved'))
        onSaved(saved.id)
        return true
      }}
    >
      <Form.Item name="name" label={t('name')} rules={needed}>
        <Input maxLength={60} placeholder={t('namePlaceholder')} />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={needed}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="productId" label={t('product')} rules={needed}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={choices.data === undefined}
          options={(choices.data?.products ?? []).map((one) => ({ value: one.id, label: one.name }))}
          onChange={() => form.resetFields(['property'])}
        />
      </Form.Item>
      <Form.Item name="property" label={t('property')} rules={needed}>
        <Select
          disabled={product === undefined}
          options={(product?.properties ?? []).map((one) => ({
            value: one.code,
            label: `${say(one.text)}${one.unit === null ? '' : `（${one.unit}）`}`,
          }))}
        />
      </Form.Item>
      {product?.isOfHomes && <Notice tone="info" title={t('homesHint')} />}
      <Form.Item name="groupId" label={t('group')}>
        <Select allowClear options={(choices.data?.groups ?? []).map((one) => ({ value: one.id, label: one.name }))} />
      </Form.Item>
      <Form.Item name="take" label={t('take')} rules={needed}>
        <Select options={streamTakes.map((take) => ({ value: take, label: t(`t_${take}`) }))} />
      </Form.Item>
      <Form.Item name="per" label={t('per')} rules={needed}>
        <Radio.Group
          options={[
            { value: 'device', label: t('perDevice') },
            { value: 'place', label: t('perPlace') },
          ]}
        />
      </Form.Item>
      <Form.Item name="lengthSeconds" label={t('length')} extra={t('lengthHint')} rules={needed}>
        <Select
          options={stretches(lengths)}
          onChange={(chosen: number) => {
            const step = form.getFieldValue('stepSeconds') as number
            if (!fits(chosen, step)) form.setFieldValue('stepSeconds', steps.find((one) => fits(chosen, one)) ?? chosen)
          }}
        />
      </Form.Item>
      <Form.Item name="stepSeconds" label={t('step')} extra={t('stepHint')} rules={needed}>
        <Select options={stretches(fitting)} />
      </Form.Item>
      <Form.Item name="latenessSeconds" label={t('lateness')} extra={t('latenessHint')} rules={needed}>
        <Select options={stretches(latenesses)} />
      </Form.Item>
    </FormDrawer>
  )
}

/** Another name, or another lateness. */
export function StreamEdit({ stream, onClose }: { stream: Stream; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Pick<Fields, 'name' | 'latenessSeconds'>>()
  const save = useAction(streamEndpoints.save)
  const stretches = useStretches()
  const needed = [{ required: true, message: t('required') }]
  const known = latenesses.includes(stream.latenessSeconds) ? latenesses : [...latenesses, stream.latenessSeconds]
  return (
    <FormDrawer
      open
      form={form}
      title={t('editTitle')}
      running={save.running}
      error={save.error}
      onClose={onClose}
      initial={{ name: stream.name, latenessSeconds: stream.latenessSeconds }}
      onSubmit={async (fields) => {
        const done = await save.done({ params: { id: stream.id }, body: { ...fields, version: stream.version } })
        if (done) void message.success(t('saved'))
        return done
      }}
    >
      <Form.Item name="name" label={t('name')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="latenessSeconds" label={t('lateness')} extra={t('latenessHint')} rules={needed}>
        <Select options={stretches(known)} />
      </Form.Item>
      <Notice tone="info" title={t('editHint')} />
    </FormDrawer>
  )
}
