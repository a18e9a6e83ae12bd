import { map } from '@liren/contract/capabilities/map'
import { type ArmingPlan, gateActionNames, gateActions, type Zone, zone, zoneKindNames, zoneKinds } from '@liren/contract/capabilities/zone'
import { App, Button, Form, Input, Select } from 'antd'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
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
          <PlanField />
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

const days = [1, 2, 3, 4, 5, 6, 7] as const

function PlanField({ value = [], onChange }: { value?: ArmingPlan; onChange?: (plan: ArmingPlan) => void }) {
  const t = useWords(words)
  const change = (index: number, part: Partial<ArmingPlan[number]>) =>
    onChange?.(value.map((stretch, i) => (i === index ? { ...stretch, ...part } : stretch)))
  const time = (index: number, name: 'from' | 'to') => (
    <Input
      type="time"
      aria-label={t(name)}
      style={{ width: 110 }}
      value={value[index]?.[name]}
      onChange={(event) => event.target.value !== '' && change(index, { [name]: event.target.value })}
    />
  )
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {value.map((stretch, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no name of their own
        <div key={index} style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
          <Select<number[]>
            mode="multiple"
            aria-label={t('weekdays')}
            style={{ minWidth: 180, flex: 1 }}
            value={stretch.days}
            onChange={(next) => next.length > 0 && change(index, { days: next.sort() })}
            options={days.map((day) => ({ value: day, label: t(`d${day}`) }))}
          />
          {time(index, 'from')}
          {time(index, 'to')}
          <IconButton icon="trash" label={t('removeStretch')} onClick={() => onChange?.(value.filter((_, i) => i !== index))} />
        </div>
      ))}
      <Button onClick={() => onChange?.([...value, { days: [...days], from: '22:00', to: '06:00' }])}>{t('addStretch')}</Button>
    </div>
  )
}
