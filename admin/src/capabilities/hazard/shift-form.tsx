import { type HazardArea, hazard, hazardAreaNames, hazardAreas, type Shift } from '@liren/contract/capabilities/hazard'
import type { ArmingPlan } from '@liren/contract/capabilities/zone'
import { App, Form, Input, Select } from 'antd'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { WeekPlan } from '../../parts/form/week-plan.tsx'
import { UserPicker } from '../../parts/person/user-picker.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  placeId: string
  area: HazardArea
  userId: string
  plan: ArmingPlan
  from?: string
  until?: string
}

/** A new turn of duty, or one that exists. */
export function ShiftForm({ open, onClose, of }: { open: boolean; onClose: () => void; of?: Shift | undefined }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(hazard.endpoints.createShift)
  const save = useAction(hazard.endpoints.saveShift)
  const submit = async ({ placeId, from, until, ...rest }: Fields): Promise<boolean> => {
    const body = { ...rest, from: from || null, until: until || null }
    const kept = of
      ? await save.run({ params: { id: of.id }, body: { ...body, version: of.version } })
      : await create.run({ body: { ...body, placeId } })
    if (kept === undefined) return false
    void message.success(t('saved'))
    return true
  }
  const initial: Partial<Fields> = of
    ? {
        area: of.area,
        userId: of.person.id,
        plan: of.plan,
        ...(of.from ? { from: of.from } : {}),
        ...(of.until ? { until: of.until } : {}),
      }
    : { area: 'fire', plan: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '20:00' }] }
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={of ? of.person.name : t('create')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || save.running}
      error={create.error ?? save.error}
    >
      {of === undefined && (
        <Form.Item name="placeId" label={t('place')} rules={[{ required: true, message: t('placeNeeded') }]}>
          <PlacePicker kinds={['community', 'estate', 'building', 'area']} />
        </Form.Item>
      )}
      <Form.Item name="area" label={t('area')}>
        <Select options={hazardAreaNames.map((value) => ({ value, label: say(hazardAreas[value]) }))} />
      </Form.Item>
      <Form.Item name="userId" label={t('person')} extra={t('personHint')} rules={[{ required: true, message: t('personNeeded') }]}>
        <UserPicker known={of && { id: of.person.id, name: of.person.name }} />
      </Form.Item>
      <Form.Item name="plan" label={t('plan')} rules={[{ required: true, type: 'array', min: 1, message: t('planNeeded') }]}>
        <WeekPlan />
      </Form.Item>
      <Form.Item name="from" label={t('fromDay')}>
        <Input type="date" />
      </Form.Item>
      <Form.Item name="until" label={t('untilDay')}>
        <Input type="date" />
      </Form.Item>
    </FormDrawer>
  )
}
