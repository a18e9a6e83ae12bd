import { type GovItem, type GovScene, type GovUsed, govdataEndpoints, govScenes } from '@liren/contract/capabilities/govdata'
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { FileField } from './file-field.tsx'
import { words } from './words.ts'

interface Fields {
  readonly fileId: string
  readonly scene: GovScene
  readonly reason: string
}

/** For a scene and a reason, about one file; what comes back is shown once. */
export function UseDialog({ of, onClose }: { of: GovItem; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const use = useAction(govdataEndpoints.use)
  const [used, setUsed] = useState<GovUsed>()
  if (used) return <Result of={used} onClose={onClose} />
  return (
    <ActionDialog<Fields>
      open
      onClose={onClose}
      title={t('useTitle', { name: of.name })}
      text={t('useText', { rule: of.rule })}
      submit={t('look')}
      running={use.running}
      error={use.error}
      onSubmit={async (body) => {
        const answer = await use.run({ params: { code: of.code }, body })
        if (answer) setUsed(answer)
        return false
      }}
    >
      <Form.Item name="fileId" label={t('file')} extra={t('fileHint')} rules={[{ required: true }]}>
        <FileField subject={of.subject} />
      </Form.Item>
      <Form.Item name="scene" label={t('scene')} rules={[{ required: true }]}>
        <Select options={of.scenes.map((value) => ({ value, label: say(govScenes[value]) }))} />
      </Form.Item>
      <Form.Item name="reason" label={t('reason')} rules={[{ required: true, min: 2 }]}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </ActionDialog>
  )
}

function Result({ of, onClose }: { of: GovUsed; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  return (
    <Modal open onCancel={onClose} title={`${of.name} · ${t('result')}`} footer={<Button onClick={onClose}>{t('close')}</Button>}>
      {of.found ? (
        <Facts
          columns={1}
          items={[
            ...of.values.map(({ zh, en, value }) => ({ label: say({ zh, en }), value })),
            { label: t('pulledAt'), value: <TimeText at={of.pulledAt} /> },
            { label: t('number'), value: of.authorisation },
            { label: t('rule'), value: of.rule },
          ]}
        />
      ) : (
        <EmptyState what={t('nothing')} scene="rest" />
      )}
    </Modal>
  )
}
