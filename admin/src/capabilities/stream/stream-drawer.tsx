import { type Stream, streamEndpoints } from '@liren/contract/capabilities/stream'
import { stretchText } from '@liren/contract/rule/sentence'
import { App, Button, Space } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { RemoveButton } from '../../parts/action/remove-button.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StateTag, StreamSentence } from './of-stream.tsx'
import { Results } from './results.tsx'
import { Sources } from './sources.tsx'
import { StreamEdit } from './stream-form.tsx'
import { words } from './words.ts'

/** One window beside the list: what it reckons, its figures, and what came late. */
export function StreamDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const asked = useQuery(streamEndpoints.read, id === undefined ? null : { params: { id } })
  const found = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={found?.name ?? ''}
      tags={found && <StateTag stream={found} />}
      actions={found && <StreamActions stream={found} onRemoved={onClose} />}
    >
      <Shown asked={asked}>{(data) => <Matter stream={data} />}</Shown>
    </RecordDrawer>
  )
}

function StreamActions({ stream: it, onRemoved }: { stream: Stream; onRemoved: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('rule.manage')
  const turning = useAction(streamEndpoints.turn)
  const removing = useAction(streamEndpoints.remove)
  const [editing, setEditing] = useState(false)
  if (!may) return null
  const turn = async () => {
    const body = { isEnabled: !it.isEnabled, version: it.version }
    if (await turning.done({ params: { id: it.id }, body })) void message.success(t('turned'))
  }
  return (
    <Space wrap>
      <Button type="primary" onClick={() => setEditing(true)}>
        {t('edit')}
      </Button>
      <Button loading={turning.running} onClick={() => void turn()}>
        {t(it.isEnabled ? 'turnOff' : 'turnOn')}
      </Button>
      <RemoveButton
        t={t}
        name={it.name}
        action={removing}
        remove={() => removing.done({ params: { id: it.id }, query: { version: it.version } })}
        onGone={onRemoved}
      />
      <FormError error={turning.error} loose={turning.error?.faults ?? []} />
      {editing && <StreamEdit stream={it} onClose={() => setEditing(false)} />}
    </Space>
  )
}

function Matter({ stream: it }: { stream: Stream }) {
  const t = useWords(words)
  const say = useText()
  const rules = it.rules.map((rule) => (
    <div key={rule.id}>
      <Link to={`/rules?id=${rule.id}`}>{rule.name}</Link>
    </div>
  ))
  return (
    <>
      <Section title={t('setting')}>
        <Facts
          items={[
            { label: t('what'), value: <StreamSentence stream={it} />, wide: true },
            { label: t('product'), value: it.product.name },
            { label: t('per'), value: t(it.per === 'device' ? 'perDevice' : 'perPlace') },
            { label: t('place'), value: it.place.label },
            { label: t('group'), value: it.group?.name ?? t('allDevices') },
            { label: t('lateness'), value: it.latenessSeconds === 0 ? t('noLateness') : say(stretchText(it.latenessSeconds)) },
            { label: t('usedBy'), value: rules.length === 0 ? t('unused') : rules },
          ]}
        />
      </Section>
      <Results stream={it} />
      <Sources stream={it} />
      <AuditRail subject="stream" subjectId={it.id} />
    </>
  )
}
