import { type Place, type PlaceKind, place, placeChildren, placeKinds } from '@liren/contract/capabilities/place'
import { App, Form, Input } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

/** Kinds under which a place of this kind may stand. */
export const parentsOf = (kind: PlaceKind): readonly PlaceKind[] => placeKinds.filter((parent) => placeChildren[parent].includes(kind))

/** Puts a place, with everything under it, under another parent. */
export function MoveDialog({ open, onClose, place: it }: { open: boolean; onClose: () => void; place: Place }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const { run, running, error } = useAction(place.endpoints.move)
  return (
    <ActionDialog<{ parentId: string; code?: string }>
      open={open}
      onClose={onClose}
      title={t('moveTitle', { name: it.name })}
      text={t('moveText')}
      submit={t('move')}
      running={running}
      error={error}
      onSubmit={async ({ parentId, code }) => {
        const moved = await run({ params: { id: it.id }, body: { parentId, version: it.version, ...(code?.trim() ? { code } : {}) } })
        if (moved !== undefined) void message.success(t('moved'))
        return moved !== undefined
      }}
    >
      <Form.Item name="parentId" label={t('moveTo')} rules={[{ required: true, message: t('required', { field: t('moveTo') }) }]}>
        <PlacePicker kinds={parentsOf(it.kind)} />
      </Form.Item>
      <Form.Item name="code" label={t('newCode')} rules={[{ pattern: /^[a-z0-9][a-z0-9-]{0,19}$/, message: t('codeRule') }]}>
        <Input maxLength={20} placeholder={it.code} />
      </Form.Item>
    </ActionDialog>
  )
}
