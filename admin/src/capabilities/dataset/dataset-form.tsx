import { grades, gradeTexts } from '@liren/contract/capabilities/catalogue'
import { type Dataset, datasetEndpoints, datasetLayers, datasetLayerTexts } from '@liren/contract/capabilities/dataset'
import { App, Form, Input, Select } from 'antd'
import { useMemo } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { fieldOptions, type Reader, readerOf, readersOf } from './choices.ts'
import { words } from './words.ts'

type Fields = Pick<Dataset, 'name' | 'purpose' | 'archive' | 'layer' | 'grade' | 'fields'> & {
  placeId: string
  readers: string[]
}

/** What a data set holds, for what and for whom; archive and place stay once it is there. */
export function DatasetForm({ known, onClose }: { known: Dataset | 'new' | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const [create, change] = [useAction(datasetEndpoints.create), useAction(datasetEndpoints.change)]
  const choices = useQuery(datasetEndpoints.choices, known === undefined ? null : {})
  const before = known === 'new' ? undefined : known
  const initial = useMemo<Partial<Fields>>(
    () =>
      before
        ? { ...before, placeId: before.place.id, readers: readersOf(before.audience) }
        : { archive: 'person', layer: 'clean', grade: 'L2', fields: [], readers: [] },
    [before],
  )
  const [archive, layer, grade] = [Form.useWatch('archive', form), Form.useWatch('layer', form), Form.useWatch('grade', form)]
  const needed = (field: string) => [{ required: true, message: t('required', { field }) }]
  const offered = choices.data?.archives.find(({ name }) => name === archive)?.fields ?? []
  const isOpenToPartners = layer === 'service' && grade !== 'L4'
  const submit = async ({ placeId, readers, archive: of, ...content }: Fields): Promise<boolean> => {
    const audience: Reader[] = readers.map(readerOf)
    const { name, purpose, layer: at, grade: level, fields } = content
    const body = { name, purpose, layer: at, grade: level, fields, audience }
    const saved = before
      ? await change.run({ params: { id: before.id }, body: { ...body, version: before.version } })
      : await create.run({ body: { ...body, archive: of, placeId } })
    if (saved !== undefined) void message.success(t('saved'))
    return saved !== undefined
  }
  return (
    <FormDrawer<Fields>
      open={known !== undefined}
      onClose={onClose}
      title={t(before ? 'changeIt' : 'create')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || change.running}
      error={create.error ?? change.error}
      submit={t('save')}
    >
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="purpose" label={t('purpose')} extra={t('purposeHint')} rules={needed(t('purpose'))}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={needed(t('place'))}>
        {before ? <Select disabled options={[{ value: before.place.id, label: before.place.name }]} /> : <PlacePicker />}
      </Form.Item>
      <Form.Item name="archive" label={t('archive')} rules={needed(t('archive'))}>
        <Select
          disabled={before !== undefined}
          loading={choices.asking}
          onChange={() => form.setFieldValue('fields', [])}
          options={(choices.data?.archives ?? []).map(({ name, text }) => ({ value: name, label: say(text) }))}
        />
      </Form.Item>
      <Form.Item name="layer" label={t('layer')} extra={t('layerHint')} rules={needed(t('layer'))}>
        <Select options={datasetLayers.map((value) => ({ value, label: say(datasetLayerTexts[value]) }))} />
      </Form.Item>
      <Form.Item name="grade" label={t('grade')} extra={t('gradeHint')} rules={needed(t('grade'))}>
        <Select options={grades.map((value) => ({ value, label: `${value} ${say(gradeTexts[value])}` }))} />
      </Form.Item>
      <Form.Item name="fields" label={t('fields')} rules={needed(t('fields'))}>
        <Select mode="multiple" optionFilterProp="label" options={fieldOptions(offered, grade ?? 'L1', say)} />
      </Form.Item>
      <Form.Item name="readers" label={t('audience')} extra={t('audienceHint')} rules={needed(t('audience'))}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={[
            { label: t('roles'), options: (choices.data?.roles ?? []).map(({ id, name }) => ({ value: `role:${id}`, label: name })) },
            {
              label: t('partners'),
              options: (choices.data?.partners ?? []).map(({ id, name }) => ({
                ...{ value: `partner:${id}`, label: name, disabled: !isOpenToPartners },
              })),
            },
          ]}
        />
      </Form.Item>
    </FormDrawer>
  )
}
