import { type EnergyBaseline, type EnergyFeed, energyCarriers, energyEndpoints, energyUses } from '@liren/contract/capabilities/energy'
import { Button } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { usePermissions } from '../../app/session/store.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { BaselineForm } from './baseline-form.tsx'
import { FeedForm } from './feed-form.tsx'
import { PlainTable, shown } from './plain-table.tsx'
import { UpkeepCard } from './upkeep-card.tsx'
import { words } from './words.ts'

/** What use is held against, where readings of utilities come from, and after how many hours equipment is maintained. */
export function Basis() {
  const held = usePermissions()
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <Baselines />
      <UpkeepCard />
      {held.has('energy.manage') && <Feeds />}
    </div>
  )
}

function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <PermissionGate code="energy.manage">
      <Button size="small" icon={<Icon name="plus" />} onClick={onClick}>
        {label}
      </Button>
    </PermissionGate>
  )
}

function Baselines() {
  const t = useWords(words)
  const say = useText()
  const held = usePermissions()
  const asked = useQuery(energyEndpoints.baselines)
  const [editing, setEditing] = useState<EnergyBaseline | 'new'>()
  const mayChange = held.has('energy.manage')
  return (
    <Card title={t('baselines')} extra={<AddButton label={t('addBaseline')} onClick={() => setEditing('new')} />}>
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noBaselines')} scene="rest" />
          ) : (
            <PlainTable
              caption={t('baselines')}
              heads={[t('place'), t('carrier'), t('use'), t('perDay'), ...(mayChange ? [t('edit')] : [])]}
              rows={items.map((one) => [
                one.place.name,
                say(energyCarriers[one.carrier].text),
                say(energyUses[one.use]),
                `${shown(one.perDay)} ${energyCarriers[one.carrier].unit}`,
                ...(mayChange
                  ? [
                      <Button
                        key="change"
                        size="small"
                        onClick={() => setEditing(one)}
                        aria-label={t('changeOf', { name: `${one.place.name} ${say(energyUses[one.use])}` })}
                      >
                        {t('edit')}
                      </Button>,
                    ]
                  : []),
              ])}
            />
          )
        }
      </Shown>
      {editing ? <BaselineForm baseline={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
    </Card>
  )
}

function Feeds() {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(energyEndpoints.feeds)
  const [editing, setEditing] = useState<EnergyFeed | 'new'>()
  return (
    <Card title={t('feeds')} extra={<AddButton label={t('addFeed')} onClick={() => setEditing('new')} />}>
      <Shown asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noFeeds')} scene="rest" />
          ) : (
            <PlainTable
              caption={t('feeds')}
              heads={[t('feed'), t('place'), t('carrier'), t('state'), t('polled'), t('taken'), t('unknownNumbers'), t('edit')]}
              rows={items.map((one) => [
                one.name,
                one.place.name,
                say(energyCarriers[one.carrier].text),
                <FeedState key="state" feed={one} />,
                one.polledAt === null ? t('never') : <TimeText key="polled" at={one.polledAt} />,
                one.taken,
                one.unknown,
                <Button key="change" size="small" onClick={() => setEditing(one)} aria-label={t('changeOf', { name: one.name })}>
                  {t('edit')}
                </Button>,
              ])}
            />
          )
        }
      </Shown>
      {editing ? <FeedForm feed={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
    </Card>
  )
}

function FeedState({ feed }: { feed: EnergyFeed }) {
  const t = useWords(words)
  if (!feed.isOn)
    return (
      <StatusTag tone="neutral" icon="circle">
        {t('feedOff')}
      </StatusTag>
    )
  return feed.fault === null ? (
    <StatusTag tone="success" icon="check">
      {t('feedOn')}
    </StatusTag>
  ) : (
    <StatusTag tone="danger" icon="alert">
      {t('feedFault', { fault: feed.fault })}
    </StatusTag>
  )
}
