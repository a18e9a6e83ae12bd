import { alarmStates } from '@liren/contract/capabilities/alarm'
import { gateActions, type Zone, zone, zoneGaps, zoneKinds, zoneRoles } from '@liren/contract/capabilities/zone'
import { App, Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { Chip } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { BindForm } from './bind-form.tsx'
import { InstallForm } from './install-form.tsx'
import { ZoneState } from './state.tsx'
import { words } from './words.ts'
import { ZoneForm } from './zone-form.tsx'

type Open = 'edit' | 'bind' | 'install' | 'arm' | undefined

/** A zone: how it stands, what stands open, what it is fitted with and what it lacks. */
export function ZoneDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(zone.endpoints.read, id === undefined ? null : { params: { id } })
  const it = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={it?.name ?? t('one')}
      tags={it && <ZoneState zone={it} />}
      actions={it && <Actions key={it.version} of={it} />}
    >
      <Shown asked={asked}>{(found) => <Body of={found} />}</Shown>
    </RecordDrawer>
  )
}

function Actions({ of }: { of: Zone }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [open, setOpen] = useState<Open>()
  const arm = useAction(zone.endpoints.arm)
  const enable = useAction(zone.endpoints.enable)
  const close = () => setOpen(undefined)
  const turn = async () => {
    const kept = await enable.run({ params: { id: of.id }, body: { isEnabled: !of.isEnabled, version: of.version } })
    if (kept) void message.success(t(kept.isEnabled ? 'enabled' : 'disabled', { name: of.name }))
  }
  return (
    <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
      {of.can.includes('arm') && of.isEnabled && (
        <Button type="primary" danger={of.isArmed} onClick={() => setOpen('arm')}>
          {t(of.isArmed ? 'disarm' : 'arm')}
        </Button>
      )}
      {of.can.includes('manage') && (
        <>
          <Button loading={enable.running} onClick={turn}>
            {t(of.isEnabled ? 'disable' : 'enable')}
          </Button>
          <Button onClick={() => setOpen('edit')}>{t('edit')}</Button>
          <Button onClick={() => setOpen('bind')}>{t('bind')}</Button>
          <Button onClick={() => setOpen('install')}>{t('installation')}</Button>
          <ZoneForm open={open === 'edit'} onClose={close} of={of} />
          <BindForm open={open === 'bind'} onClose={close} of={of} />
          <InstallForm open={open === 'install'} onClose={close} of={of} />
        </>
      )}
      <ActionDialog
        open={open === 'arm'}
        onClose={close}
        title={`${t(of.isArmed ? 'disarm' : 'arm')} · ${of.name}`}
        text={t(of.isArmed ? 'disarmText' : 'armText')}
        submit={t(of.isArmed ? 'disarm' : 'arm')}
        danger={of.isArmed}
        reason="needed"
        running={arm.running}
        error={arm.error}
        onSubmit={async ({ reason }) => {
          const kept = await arm.run({ params: { id: of.id }, body: { isArmed: !of.isArmed, reason, version: of.version } })
          if (kept === undefined) return false
          void message.success(t(kept.isArmed ? 'armDone' : 'disarmDone', { name: of.name }))
          return true
        }}
      />
    </div>
  )
}

function Body({ of }: { of: Zone }) {
  const t = useWords(words)
  const say = useText()
  return (
    <>
      <Facts
        items={[
          { label: t('kind'), value: say(zoneKinds[of.kind]) },
          { label: t('place'), value: of.place.label },
          {
            label: t('state'),
            value: (
              <>
                {of.armed.by === 'plan' ? t('byPlan') : of.armed.name} · {t('since')} <TimeText at={of.armed.at} />
              </>
            ),
          },
          { label: t('next'), value: of.nextAt === null ? t('noPlan') : <TimeText at={of.nextAt} /> },
          { label: t('gate'), value: say(gateActions[of.gateAction]) },
          { label: t('boundary'), value: of.featureId === null ? t('none') : <Link to="/map?layers=zone">{t('open')}</Link> },
        ]}
      />
      <Section title={t('openAlarms')}>
        {of.alarms.length === 0 ? (
          <p>{t('noAlarms')}</p>
        ) : (
          of.alarms.map((one) => (
            <p key={one.id}>
              <Link to={`/alarms?id=${one.id}`}>{one.number}</Link> · {say(alarmStates[one.state].text)} · <TimeText at={one.at} />
            </p>
          ))
        )}
      </Section>
      <Section title={t('gaps')}>
        {of.gaps.length === 0 ? (
          <p>{t('complete')}</p>
        ) : (
          <Notice tone="warning" title={of.gaps.map((gap) => say(zoneGaps[gap])).join('、')} />
        )}
      </Section>
      <Section title={t('devices')}>
        {of.devices.length === 0 ? (
          <p>{t('noDevices')}</p>
        ) : (
          of.devices.map((one) => (
            <p key={`${one.role}-${one.id}-${one.part}`}>
              <Chip>{say(zoneRoles[one.role])}</Chip> <Link to={`/devices?id=${one.id}`}>{one.name}</Link>
              {one.part !== '' && ` · ${one.part}`}
            </p>
          ))
        )}
      </Section>
      <Section title={t('installation')}>
        <Installed of={of} />
      </Section>
    </>
  )
}

function Installed({ of }: { of: Zone }) {
  const t = useWords(words)
  const it = of.installation
  if (it === null) return <p>{t('noInstallation')}</p>
  return (
    <Facts
      items={[
        {
          label: t('drawing'),
          value: it.drawing ? (
            <a href={it.drawing.url} target="_blank" rel="noreferrer">
              {t('open')}
            </a>
          ) : (
            '—'
          ),
        },
        { label: t('walkedOn'), value: it.walkedOn ?? '—' },
        { label: t('walkedBy'), value: it.walkedBy || '—' },
        { label: t('spots'), value: it.spots },
        { label: t('missed'), value: it.missed },
        { label: t('note'), value: it.note || '—' },
      ]}
    />
  )
}
