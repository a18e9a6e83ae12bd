import type { QueryOf } from '@liren/contract'
import { map } from '@liren/contract/capabilities/map'
import type { Mesh } from '@liren/contract/map/mesh'
import type { Position } from '@liren/contract/map/position'
import { App, Button, Form, Upload } from 'antd'
import { useUpload } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import { FormDrawer } from '../../../parts/form/form-drawer.tsx'
import { Icon } from '../../../parts/icon/icon.tsx'
import { PlacePicker } from '../../../parts/place/place-picker.tsx'
import { AnchorFields } from './anchor-fields.tsx'
import { words } from './words.ts'

type Values = QueryOf<typeof map.endpoints.addMesh> & { readonly file: { readonly file: File } }

interface Props {
  readonly open: boolean
  readonly placeId: string | undefined
  /** Where the map is looked at. */
  readonly middle: Position | undefined
  readonly onClose: () => void
  readonly onAdded: (made: Mesh) => void
}

/** A model of somebody becomes a draft; whoever brings it then sees what it holds. */
export function AddMesh({ open, placeId, middle, onClose, onAdded }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const sending = useUpload(map.endpoints.addMesh)
  const needed = { required: true, message: t('required') }
  async function send({ file, ...about }: Values): Promise<boolean> {
    const made = await sending.run({ query: about, file: file.file })
    if (made === undefined) return false
    void message.success(t('added', { name: made.name }))
    onAdded(made)
    return true
  }
  const [longitude, latitude] = (middle ?? []).map((one) => Math.round(one * 1e6) / 1e6)
  return (
    <FormDrawer<Values>
      {...{ open, form, running: sending.running, error: sending.error }}
      onClose={() => {
        sending.clear()
        onClose()
      }}
      title={t('add')}
      initial={
        {
          ...{ stage: 'management', elevation: 0, heading: 0, scale: 1 },
          ...(placeId === undefined ? {} : { placeId }),
          ...(longitude === undefined || latitude === undefined ? {} : { longitude, latitude }),
        } satisfies Partial<Values>
      }
      onSubmit={send}
    >
      <Form.Item name="file" label={t('file')} extra={t('fileHint')} rules={[needed]}>
        <Upload accept=".glb,model/gltf-binary" maxCount={1} beforeUpload={() => false}>
          <Button icon={<Icon name="plus" />}>{t('choose')}</Button>
        </Upload>
      </Form.Item>
      <Form.Item name="placeId" label={t('place')} rules={[needed]}>
        <PlacePicker />
      </Form.Item>
      <AnchorFields />
    </FormDrawer>
  )
}
