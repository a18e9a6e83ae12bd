import {
  type Camera,
  type CoverKind,
  camera,
  coverKindNames,
  coverKinds,
  type Facade,
  sourceKindNames,
  sourceKinds,
} from '@liren/contract/capabilities/camera'
import { device } from '@liren/contract/capabilities/device'
import { App, Button, Checkbox, Form, Input, Select } from 'antd'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { FormDrawer } from '../../parts/form/form-drawer.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { FacadeField, usualFacade } from './facade-field.tsx'
import { words } from './words.ts'

interface Cover {
  kind: CoverKind
  placeId?: string | undefined
  deviceId?: string | undefined
  facade?: Facade | undefined
}
interface Fields {
  source: Camera['source']
  url?: string
  user?: string
  password?: string
  hasPeople: boolean
  isBuffered: boolean
  sirenId?: string
  covers?: Cover[]
}

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly of: Camera
  readonly setup: { url: string; user: string; hasPassword: boolean }
}

/** Where its pictures come from and what it covers. */
export function CameraForm({ open, onClose, of, setup }: Props) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const save = useAction(camera.endpoints.save)
  const submit = async ({ source, url = '', user = '', password, hasPeople, isBuffered, sirenId, covers = [] }: Fields) => {
    const kept = await save.run({
      params: { id: of.id },
      body: {
        ...{ source, url, user, hasPeople, isBuffered, sirenId: sirenId ?? null, version: of.version },
        ...(password ? { password } : {}),
        covers: covers.flatMap(({ kind, placeId, deviceId, facade }) =>
          placeId === undefined
            ? []
            : [
                {
                  ...{ kind, placeId, deviceId: kind === 'car' ? (deviceId ?? null) : null },
                  facade: kind === 'facade' ? (facade ?? usualFacade) : null,
                },
              ],
        ),
      },
    })
    if (kept === undefined) return false
    void message.success(t('saved'))
    return true
  }
  const initial: Partial<Fields> = {
    ...{ source: of.source, url: setup.url, user: setup.user, hasPeople: of.hasPeople, isBuffered: of.isBuffered },
    ...(of.siren ? { sirenId: of.siren.id } : {}),
    covers: of.covers.map(({ kind, place, device: lift, facade }) => ({
      ...{ kind, placeId: place.id, deviceId: lift?.id, facade: facade ?? undefined },
    })),
  }
  return (
    <FormDrawer<Fields>
      open={open}
      onClose={onClose}
      title={of.name}
      form={form}
      initial={initial}
      onSubmit={submit}
      running={save.running}
      error={save.error}
    >
      <Form.Item name="source" label={t('source')}>
        <Select options={sourceKindNames.map((value) => ({ value, label: say(sourceKinds[value]) }))} />
      </Form.Item>
      <Form.Item name="url" label={t('url')} extra={t('urlHint')}>
        <Input maxLength={400} />
      </Form.Item>
      <Form.Item name="user" label={t('user')}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="password" label={t('password')} extra={setup.hasPassword ? t('passwordHint') : undefined}>
        <Input.Password maxLength={100} autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="hasPeople" valuePropName="checked">
        <Checkbox>{t('hasPeople')}</Checkbox>
      </Form.Item>
      <Form.Item name="isBuffered" valuePropName="checked">
        <Checkbox>{t('isBuffered')}</Checkbox>
      </Form.Item>
      <Form.Item name="sirenId" label={t('siren')}>
        <DeviceSelect kind="siren" />
      </Form.Item>
      <Form.Item name="covers" label={t('covers')}>
        <CoversField cameraId={of.id} />
      </Form.Item>
    </FormDrawer>
  )
}

function DeviceSelect({ kind, ...field }: { kind: string; value?: string; id?: string; onChange?: (id: string) => void }) {
  const t = useWords(words)
  const asked = useQuery(device.endpoints.list, { query: { kind, limit: 100 } })
  return (
    <Select<string>
      {...field}
      allowClear
      placeholder={t('none')}
      loading={asked.asking}
      style={{ width: '100%' }}
      options={(asked.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

function CoversField({ cameraId, value = [], onChange }: { cameraId: string; value?: Cover[]; onChange?: (covers: Cover[]) => void }) {
  const t = useWords(words)
  const say = useText()
  const change = (index: number, part: Partial<Cover>) => onChange?.(value.map((one, i) => (i === index ? { ...one, ...part } : one)))
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {value.map((cover, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: covers have no name of their own
        <div key={index} style={{ display: 'grid', gap: 8, gridTemplateColumns: '120px 1fr auto' }}>
          <Select<CoverKind>
            aria-label={t('cover')}
            value={cover.kind}
            onChange={(kind) => change(index, { kind })}
            options={coverKindNames.map((kind) => ({ value: kind, label: say(coverKinds[kind]) }))}
          />
          <PlacePicker
            value={cover.placeId}
            onChange={(placeId) => change(index, { placeId })}
            kinds={['estate', 'building', 'unit', 'area']}
          />
          <IconButton icon="trash" label={t('none')} onClick={() => onChange?.(value.filter((_, i) => i !== index))} />
          {cover.kind === 'facade' && (
            <div style={{ gridColumn: '1 / 4' }}>
              <FacadeField cameraId={cameraId} value={cover.facade ?? usualFacade} onChange={(facade) => change(index, { facade })} />
            </div>
          )}
          {cover.kind === 'car' && (
            <div style={{ gridColumn: '1 / 3' }}>
              <DeviceSelect
                kind="lift"
                {...(cover.deviceId === undefined ? {} : { value: cover.deviceId })}
                onChange={(deviceId) => change(index, { deviceId })}
              />
            </div>
          )}
        </div>
      ))}
      <Button onClick={() => onChange?.([...value, { kind: 'area' }])}>{t('addCover')}</Button>
    </div>
  )
}
