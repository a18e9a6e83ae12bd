import { map } from '@liren/contract/capabilities/map'
import type { Mesh } from '@liren/contract/map/mesh'
import { App, Form } from 'antd'
import { useAction } from '../../../app/api/use.ts'
import { useWords } from '../../../app/language/use.ts'
import { FormDrawer } from '../../../parts/form/form-drawer.tsx'
import { AnchorFields } from './anchor-fields.tsx'
import { words } from './words.ts'

const fields = ['name', 'source', 'stage', 'takenOn', 'longitude', 'latitude', 'elevation', 'heading', 'scale'] as const
type Values = Pick<Mesh, (typeof fields)[number]>

interface Props {
  readonly mesh: Mesh
  readonly open: boolean
  readonly onClose: () => void
  readonly onChanged: (mesh: Mesh) => void
}

/** The same file told differently or put elsewhere: a revision of its own, which counts once it is let. */
export function ChangeMesh({ mesh, open, onClose, onChanged }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const change = useAction(map.endpoints.changeMesh)
  const initial = Object.fromEntries(fields.map((name) => [name, mesh[name]])) as unknown as Values
  return (
    <FormDrawer<Values>
      {...{ open, form, initial, onClose, running: change.running, error: change.error }}
      title={t('change')}
      onSubmit={async (values) => {
        const saved = await change.run({ params: { id: mesh.id }, body: { ...values, version: mesh.version } })
        if (!saved) return false
        void message.success(t('changed', { revision: saved.revision }))
        onChanged(saved)
        return true
      }}
    >
      <AnchorFields />
    </FormDrawer>
  )
}
