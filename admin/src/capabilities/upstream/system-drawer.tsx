import {
  type UpstreamMandate,
  type UpstreamSystem,
  upstreamArchiveTexts,
  upstreamEndpoints,
  upstreamSources,
} from '@liren/contract/capabilities/upstream'
import { App, Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { DayInput } from '../../parts/form/day-input.tsx'
import { Facts, Stack } from '../../parts/page/page.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { tellFault } from './fault.ts'
import { words } from './words.ts'

const looks: Readonly<Record<UpstreamMandate['state'], Status>> = {
  live: { tone: 'success', icon: 'check' },
  over: { tone: 'neutral', icon: 'hourglass' },
  revoked: { tone: 'warning', icon: 'ban' },
}

/** One outside system and what it was granted. */
export function SystemDrawer({ of, onClose }: { of: UpstreamSystem | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(upstreamEndpoints.mandates, of === undefined ? null : { params: { id: of.id }, query: { limit: 50 } })
  const [granting, setGranting] = useState(false)
  const [revoking, setRevoking] = useState<UpstreamMandate>()
  if (of === undefined) return null
  const may = of.can.includes('manage')
  const heads = (['scopePlace', 'archives', 'until', 'grantedBy', 'state'] as const).map((head) => t(head))
  return (
    <RecordDrawer
      open
      onClose={onClose}
      title={of.name}
      actions={
        may && (
          <Button type="primary" onClick={() => setGranting(true)}>
            {t('grant')}
          </Button>
        )
      }
    >
      <Stack>
        <Facts
          items={[
            { label: t('source'), value: say(upstreamSources[of.source]) },
            { label: t('place'), value: of.place.name },
            { label: t('partner'), value: of.partnerKeyId ?? '–' },
            { label: t('every'), value: of.url === null ? '–' : of.everyMinutes },
            { label: t('synced'), value: <TimeText at={of.syncedAt} none={t('never')} /> },
            { label: t('fault'), value: of.fault === null ? t('fine') : tellFault(t, of.fault) },
            { label: t('url'), value: of.url ?? '–', wide: true },
          ]}
        />
        <Section title={t('mandates')}>
          <Shown asked={asked}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState title={t('noMandate')} text={t('noMandateText')} scene="rest" />
              ) : (
                <PlainTable caption={t('mandates')} heads={heads} hasActions minWidth={560}>
                  {items.map((one) => (
                    <tr key={one.id}>
                      <th scope="row">{one.place.name}</th>
                      <td>{one.archives.map((archive) => say(upstreamArchiveTexts[archive])).join('、')}</td>
                      <td>{one.until}</td>
                      <td>{one.grantedBy ?? '–'}</td>
                      <td>
                        <StatusTag {...looks[one.state]}>{t(one.state)}</StatusTag>
                      </td>
                      <td>
                        {may && one.state === 'live' ? (
                          <Button size="small" onClick={() => setRevoking(one)}>
                            {t('revoke')}
                          </Button>
                        ) : null}
                      </td>
                    </tr>
                  ))}
                </PlainTable>
              )
            }
          </Shown>
        </Section>
        <AuditRail subject="upstream-system" subjectId={of.id} />
      </Stack>
      {granting ? <GrantDialog of={of} onClose={() => setGranting(false)} onDone={asked.reload} /> : null}
      {revoking ? <RevokeDialog of={revoking} onClose={() => setRevoking(undefined)} onDone={asked.reload} /> : null}
    </RecordDrawer>
  )
}

interface Granted extends Pick<UpstreamMandate, 'archives' | 'until'> {
  readonly placeId: string
}
interface DialogProps<T> {
  readonly of: T
  readonly onClose: () => void
  readonly onDone: () => void
}

function GrantDialog({ of, onClose, onDone }: DialogProps<UpstreamSystem>) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const grant = useAction(upstreamEndpoints.grant)
  const needed = [{ required: true }]
  return (
    <ActionDialog<Granted>
      open
      onClose={onClose}
      title={t('grantTitle', { name: of.name })}
      text={t('grantText')}
      submit={t('grant')}
      running={grant.running}
      error={grant.error}
      onSubmit={async ({ placeId, archives, until }) => {
        if ((await grant.run({ params: { id: of.id }, body: { placeId, archives, until } })) === undefined) return false
        void message.success(t('granted'))
        onDone()
        return true
      }}
    >
      <Form.Item name="placeId" label={t('scopePlace')} rules={needed}>
        <PlacePicker />
      </Form.Item>
      <Form.Item name="archives" label={t('archives')} rules={needed}>
        <Select mode="multiple" options={Object.entries(upstreamArchiveTexts).map(([value, label]) => ({ value, label: say(label) }))} />
      </Form.Item>
      <Form.Item name="until" label={t('until')} rules={needed}>
        <DayInput />
      </Form.Item>
    </ActionDialog>
  )
}

function RevokeDialog({ of, onClose, onDone }: DialogProps<UpstreamMandate>) {
  const t = useWords(words)
  const { message } = App.useApp()
  const revoke = useAction(upstreamEndpoints.revoke)
  return (
    <ActionDialog
      open
      onClose={onClose}
      title={t('revokeTitle', { place: of.place.name })}
      text={t('revokeText')}
      submit={t('revoke')}
      danger
      running={revoke.running}
      error={revoke.error}
      onSubmit={async () => {
        if ((await revoke.run({ params: { id: of.id }, body: { version: of.version } })) === undefined) return false
        void message.success(t('revokeDone'))
        onDone()
        return true
      }}
    />
  )
}
