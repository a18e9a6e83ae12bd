import { type WasteBoard, type WasteKind, wasteEndpoints, wasteKinds, wasteKindTexts } from '@liren/contract/capabilities/waste'
import { App, Checkbox, Form } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { words } from './words.ts'

/** Which kinds open the door of a bin. */
export function KindsDialog({ bin, onClose }: { bin: WasteBoard['bins'][number]; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const save = useAction(wasteEndpoints.saveBin)
  return (
    <ActionDialog<{ kinds: WasteKind[] }>
      open
      onClose={onClose}
      title={t('setKindsOf', { name: bin.name })}
      text={t('setKindsText')}
      submit={t('save')}
      initial={{ kinds: [...bin.kinds] }}
      running={save.running}
      error={save.error}
      onSubmit={async ({ kinds }) => {
        const saved = await save.done({ params: { id: bin.id }, body: { kinds, version: bin.version } })
        if (saved) void message.success(t('saved'))
        return saved
      }}
    >
      <Form.Item name="kinds" label={t('kinds')} rules={[{ required: true, message: t('required', { field: t('kinds') }) }]}>
        <Checkbox.Group options={wasteKinds.map((value) => ({ value, label: say(wasteKindTexts[value]) }))} />
      </Form.Item>
    </ActionDialog>
  )
}
