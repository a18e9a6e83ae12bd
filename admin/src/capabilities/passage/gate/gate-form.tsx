import {
  type Entrance,
  type Gate,
  type PassageDirection,
  passageDirectionNames,
  passageDirections,
  passageEndpoints,
} from '@liren/contract/capabilities/passage'
import { App, Form, Segmented, Select } from 'antd'
import { useAction } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { FormDrawer } from '../../../parts/form/form-drawer.tsx'
import { words } from './words.ts'

interface Fields {
  readonly direction: PassageDirection
  readonly entranceId: string
}

const byPlace = 'place'

/** Which way a gate leads, and at which entrance it stands. */
export function GateForm({ gate, entrances, onClose }: { gate: Gate; entrances: readonly Entrance[]; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(passageEndpoints.saveGate)
  return (
    <FormDrawer<Fields>
      open
      onClose={onClose}
      title={gate.name}
      form={form}
      initial={{ direction: gate.direction, entranceId: gate.entrance?.id ?? byPlace }}
      running={save.running}
      error={save.error}
      submit={t('save')}
      onSubmit={async ({ direction, entranceId }) => {
        const body = { direction, entranceId: entranceId === byPlace ? null : entranceId, version: gate.version }
        const saved = await save.run({ params: { id: gate.id }, body })
        if (saved) void message.success(t('saved'))
        return saved !== undefined
      }}
    >
      <Form.Item name="direction" label={t('direction')} required>
        <Segmented options={passageDirectionNames.map((value) => ({ value, label: say(passageDirections[value]) }))} />
      </Form.Item>
      <Form.Item name="entranceId" label={t('entrance')} required>
        <Select
          options={[
            { value: byPlace, label: t('byPlace') },
            ...entrances.map(({ id, place, name }) => ({ value: id, label: place.split(' · ').slice(3).join(' · ') || name })),
          ]}
        />
      </Form.Item>
    </FormDrawer>
  )
}
