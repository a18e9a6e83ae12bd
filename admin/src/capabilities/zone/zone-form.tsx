import { map } from '@liren/contract/capabilities/map'
import { type ArmingPlan, gateActionNames, gateActions, type Zone, zone, zoneKindNames, zoneKinds } from '@liren/contract/capabilities/zone'
import { App, Form, Input, Select } from 'antd'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { WeekPlan } from '../../parts/form/week-plan.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { words } from './words.ts'

interface Fields {
  placeId: string
  name: string
  kind: Zone['kind']
  featureId?: string
  gateAction: Zone['gateAction']
  plan?: ArmingPlan
}

/** A new zone, or one that exists with its plan of arming. */
export function ZoneForm({ open, onClose, of }: { open: boolean; onClose: () => void; of?: Zone | undefined }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useAction(zone.endpoints.create)
  const save = useAction(zone.endpoints.save)
  const placeId = Form.useWatch('placeId', form) ?? of?.place.id
  const submit = async ({ placeId: at, name, kind, featureId = undefined, gateAction, plan = [] }: Fields): Promise<boolean> => {
    const body = { name, kind, featureId: featureId ?? null, gateAction }
    const kept = of
      ? await save.run({ params: { id: of.id }, body: { ...body, plan, version: of.version } })
      : await create.run({ body: { ...body, placeId: at } })
    if (kept === undefined) return false
    void message.success(t('saved'))
    return true
  }
  const initial: Partial<Fields> = of
    ? { name: of.name, kind: of.kind, gateAction: of.gateAction, plan: of.plan, ...(of.featureId ? { featureId: of.featureId } : {}) }
    : { kind: 'outer', gateAction: 'none' }
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={of ? of.name : t('create')}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={create.running || save.running}
      error={create.error ?? save.error}
    >
      {of === undefined && (
        <Form.Item name="placeId" label={t('place')} rules={[{ required: true, message: t('placeNeeded') }]}>
          <PlacePicker kinds={['estate', 'building', 'area']} />
        </Form.Item>
      )}
      <Form.Item name="name" label={t('name')} rules={[{ required: true, min: 2, max: 60, message: t('nameNeeded') }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="kind" label={t('kind')}>
        <Select options={zoneKindNames.map((value) => ({ value, label: say(zoneKinds[value]) }))} />
      </Form.Item>
      <Form.Item name="featureId" label={t('boundary')} extra={t('boundaryHint')}>
        <DrawnSelect placeId={placeId} />
      </Form.Item>
      <Form.Item name="gateAction" label={t('gate')}>
        <Select options={gateActionNames.map((value) => ({ value, label: say(gateActions[value]) }))} />
      </Form.Item>
      {of && (
        <Form.Item name="plan" label={t('plan')} extra={t('noPlan')}>
          <WeekPlan />
        </Form.Item>
      )}
    </FormDrawer>
  )
}

/** Boundaries of zones that are drawn at a place. */
function DrawnSelect({ placeId, ...field }: { placeId: string | undefined; value?: string; id?: string }) {
  const t = useWords(words)
  const asked = useQuery(map.endpoints.features, placeId === undefined ? null : { query: { kind: 'zone', placeId, limit: 100 } })
  return (
    <Select<string>
      {...field}
      allowClear
      placeholder={t('none')}
      loading={asked.asking}
      options={(asked.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}
