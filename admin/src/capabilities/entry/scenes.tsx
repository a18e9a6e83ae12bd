import { consent } from '@liren/contract/capabilities/consent'
import { type EntryScene, enteredArchives, entryEndpoints, entryWayNames, entryWays } from '@liren/contract/capabilities/entry'
import { App, Button, Form, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Card, Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { CodeFields } from './code-fields.tsx'
import { words } from './words.ts'

/** Every scene with who does what, by which procedure and for what. */
export function Scenes() {
  const t = useWords(words)
  const say = useText()
  const may = useMay('consent.manage')
  const asked = useQuery(entryEndpoints.scenes)
  const [changing, setChanging] = useState<EntryScene | 'new'>()
  return (
    <Shown asked={asked}>
      {({ items }) => (
        <>
          {may ? (
            <p style={{ marginBlock: '0 16px' }}>
              <Button type="primary" onClick={() => setChanging('new')}>
                {t('newScene')}
              </Button>
            </p>
          ) : null}
          {items.map((scene) => (
            <Card
              key={scene.code}
              title={
                <>
                  {say(scene.text)}{' '}
                  <StatusTag tone={scene.isOpen ? 'success' : 'neutral'} icon={scene.isOpen ? 'check' : 'pause'}>
                    {t(scene.isOpen ? 'open' : 'closed')}
                  </StatusTag>
                </>
              }
              extra={
                may ? (
                  <Button size="small" onClick={() => setChanging(scene)}>
                    {t('change')}
                  </Button>
                ) : null
              }
            >
              <Facts
                columns={2}
                items={[
                  { label: t('way'), value: say(entryWays[scene.way]) },
                  { label: t('purpose'), value: `${say(scene.purpose.text)} · ${t(`basis_${scene.purpose.basis}`)}` },
                  {
                    label: t('archives'),
                    value: scene.archives.map((name) => say(archiveCalled(name).definition.text)).join(' · '),
                    wide: true,
                  },
                  {
                    label: t('duties'),
                    value: scene.duties.map(({ roleId, role, duty }) => <div key={roleId}>{`${role}: ${say(duty)}`}</div>),
                    wide: true,
                  },
                  { label: t('procedure'), value: say(scene.procedure), wide: true },
                ]}
              />
            </Card>
          ))}
          {changing ? (
            <SceneDialog key={changing === 'new' ? 'new' : changing.code} of={changing} onClose={() => setChanging(undefined)} />
          ) : null}
        </>
      )}
    </Shown>
  )
}

interface Fields {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly way: EntryScene['way']
  readonly archives: EntryScene['archives']
  readonly roles: string[]
  readonly dutyZh: string
  readonly dutyEn: string
  readonly procedureZh: string
  readonly procedureEn: string
  readonly purpose: string
  readonly isOpen: boolean
}

function SceneDialog({ of, onClose }: { of: EntryScene | 'new'; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const save = useAction(entryEndpoints.saveScene)
  const roles = useQuery(entryEndpoints.roles)
  const purposes = useQuery(consent.endpoints.purposes)
  const known = of === 'new' ? undefined : of
  const initial: Partial<Fields> = known
    ? {
        ...{ code: known.code, zh: known.text.zh, en: known.text.en, way: known.way, archives: known.archives },
        ...{
          roles: known.duties.map(({ roleId }) => roleId),
          dutyZh: known.duties[0]?.duty.zh ?? '',
          dutyEn: known.duties[0]?.duty.en ?? '',
        },
        ...{ procedureZh: known.procedure.zh, procedureEn: known.procedure.en, purpose: known.purpose.code, isOpen: known.isOpen },
      }
    : { way: 'form', archives: ['person'], isOpen: true }
  const needed = [{ required: true }]
  return (
    <ActionDialog<Fields>
      open
      onClose={onClose}
      title={t('sceneTitle')}
      text={t('sceneText')}
      submit={t('save')}
      initial={initial}
      running={save.running}
      error={save.error}
      onSubmit={async (fields) => {
        const duty = { zh: fields.dutyZh, en: fields.dutyEn }
        // whoever had a duty of their own keeps its words
        const duties = fields.roles.map((roleId) => ({
          roleId,
          duty: known?.duties.slice(1).find((one) => one.roleId === roleId)?.duty ?? duty,
        }))
        const body = {
          ...{ text: { zh: fields.zh, en: fields.en }, way: fields.way, archives: fields.archives, duties, purpose: fields.purpose },
          ...{
            procedure: { zh: fields.procedureZh, en: fields.procedureEn },
            isOpen: fields.isOpen ?? false,
            version: known?.version ?? 0,
          },
        }
        if ((await save.run({ params: { code: fields.code }, body })) === undefined) return false
        void message.success(t('saved'))
        return true
      }}
    >
      <CodeFields isNew={known === undefined} />
      <Form.Item name="way" label={t('way')} rules={needed}>
        <Select options={entryWayNames.map((way) => ({ value: way, label: say(entryWays[way]) }))} />
      </Form.Item>
      <Form.Item name="archives" label={t('archives')} rules={needed}>
        <Select
          mode="multiple"
          options={enteredArchives.map((name) => ({ value: name, label: say(archiveCalled(name).definition.text) }))}
        />
      </Form.Item>
      <Form.Item name="roles" label={t('roles')} rules={needed}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={(roles.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="dutyZh" label={t('dutyZh')} rules={needed}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="dutyEn" label={t('dutyEn')} rules={needed}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="procedureZh" label={t('procedureZh')} rules={needed}>
        <Input.TextArea rows={4} maxLength={2000} />
      </Form.Item>
      <Form.Item name="procedureEn" label={t('procedureEn')} rules={needed}>
        <Input.TextArea rows={4} maxLength={2000} />
      </Form.Item>
      <Form.Item name="purpose" label={t('purpose')} rules={needed}>
        <Select
          options={(purposes.data?.items ?? []).map(({ code, text, basis }) => ({
            value: code,
            label: `${say(text)} · ${t(`basis_${basis}`)}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="isOpen" label={t('isOpen')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </ActionDialog>
  )
}
